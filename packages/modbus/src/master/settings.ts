/** The settings of one bus, their defaults and their limits. */

export type Transport = "rtu" | "tcp";

export interface DeviceSettings {
  readonly unit: number;
  /** Rest between two questions to this unit (SDM meters need 100 ms). */
  readonly minGapMs?: number;
  /** Waiting time before enough answers were seen, and after a failure. */
  readonly responseTimeoutMs?: number;
}

export interface BusSettings {
  /** "rtu": serial frames, over a serial line or over TCP; "tcp": MBAP frames. */
  readonly transport: Transport;
  readonly devices: readonly DeviceSettings[];
  /** RS-485 carries 32 unit loads. */
  readonly devicesMax: number;
  /** Rest between two frames when longer than t3.5. */
  readonly minGapMs: number;
  readonly deviceMinGapMs: number;
  readonly responseTimeoutMs: number;
  readonly timeoutMsMin: number;
  readonly timeoutMsMax: number;
  /** Silence that ends an incomplete reply: tty data comes late and in lumps. */
  readonly badFrameSilenceMs: number;
  /** Silence that ends a reply of full length whose CRC failed. */
  readonly badCrcSilenceMs: number;
  readonly broadcastTurnaroundMs: number;
  /** How long a reply that did not come in time may still come. */
  readonly ghostLifetimeMs: number;
  readonly echo: "auto" | "present" | "absent";
  readonly queueLengthMax: number;
  /** A waiting question rises one priority class per this time. */
  readonly ageingMs: number;
  /** Answers that are kept for each unit. */
  readonly cachedReadsMax: number;
  readonly retries: number;
  readonly reopenDelayMsMin: number;
  readonly reopenDelayMsMax: number;
  /** MBAP transactions in flight, 1 to 16. */
  readonly window: number;
  /** Takes an MBAP answer with unit 0 or 255 when its transaction matches. */
  readonly acceptAnyUnitAnswer: boolean;
}

export const defaultBusSettings: BusSettings = {
  transport: "rtu",
  devices: [],
  devicesMax: 32,
  minGapMs: 0,
  deviceMinGapMs: 0,
  responseTimeoutMs: 800,
  timeoutMsMin: 100,
  timeoutMsMax: 1000,
  badFrameSilenceMs: 50,
  badCrcSilenceMs: 9,
  broadcastTurnaroundMs: 150,
  ghostLifetimeMs: 2000,
  echo: "auto",
  queueLengthMax: 1024,
  ageingMs: 10_000,
  cachedReadsMax: 64,
  retries: 1,
  reopenDelayMsMin: 200,
  reopenDelayMsMax: 5000,
  window: 1,
  acceptAnyUnitAnswer: true,
};

/** Settings that cannot work; `hint` is a sentence for the installer. */
export class BusSettingsError extends Error {
  readonly code = "MODBUS_SETTINGS_INVALID";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "BusSettingsError";
    this.hint = hint;
  }
}

type FigureName = {
  [K in keyof BusSettings]: BusSettings[K] extends number ? K : never;
}[keyof BusSettings];

/** What each figure may be, both ends included; all are whole numbers. */
const ranges: Readonly<Record<FigureName, readonly [least: number, most: number]>> = {
  devicesMax: [1, 32],
  minGapMs: [0, 1000],
  deviceMinGapMs: [0, 60_000],
  responseTimeoutMs: [1, 60_000],
  timeoutMsMin: [1, 60_000],
  timeoutMsMax: [1, 60_000],
  badFrameSilenceMs: [1, 1000],
  badCrcSilenceMs: [1, 1000],
  broadcastTurnaroundMs: [0, 10_000],
  ghostLifetimeMs: [0, 60_000],
  queueLengthMax: [1, 65_536],
  ageingMs: [1, 3_600_000],
  cachedReadsMax: [0, 1024],
  retries: [0, 10],
  reopenDelayMsMin: [1, 60_000],
  reopenDelayMsMax: [1, 600_000],
  window: [1, 16],
};

/**
 * Completes and checks the settings of a bus.
 *
 * @param given What differs from the defaults.
 * @returns Every setting.
 * @throws BusSettingsError when a figure is out of its range, more meters than `devicesMax` are
 *   listed on a serial line, or a unit is listed twice or is not 1 to 247 (0 to 255 over MBAP).
 */
export function busSettings(given: Partial<BusSettings>): BusSettings {
  const settings = { ...defaultBusSettings, ...given };
  for (const name of Object.keys(ranges) as FigureName[]) {
    checkFigure(name, settings[name], ranges[name]);
  }
  const { devices, devicesMax, transport } = settings;
  if (transport === "rtu" && devices.length > devicesMax) {
    throw new BusSettingsError(
      `${devices.length} meters are listed on one RS-485 bus; it carries ${devicesMax}.`,
      "Move meters to another bus.",
    );
  }
  checkDevices(devices, transport === "rtu" ? [1, 247] : [0, 255]);
  return settings;
}

function checkDevices(
  devices: readonly DeviceSettings[],
  unitRange: readonly [number, number],
): void {
  const seen = new Set<number>();
  for (const { unit, minGapMs, responseTimeoutMs } of devices) {
    checkFigure("unit", unit, unitRange);
    if (minGapMs !== undefined) checkFigure("minGapMs", minGapMs, ranges.deviceMinGapMs);
    if (responseTimeoutMs !== undefined) {
      checkFigure("responseTimeoutMs", responseTimeoutMs, ranges.responseTimeoutMs);
    }
    if (seen.has(unit)) {
      throw new BusSettingsError(
        `Unit ${unit} is listed twice.`,
        "Give each meter its own address.",
      );
    }
    seen.add(unit);
  }
}

function checkFigure(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new BusSettingsError(
    `${name} is ${value}; ${least} to ${most} is allowed.`,
    `Choose a whole number from ${least} to ${most}.`,
  );
}

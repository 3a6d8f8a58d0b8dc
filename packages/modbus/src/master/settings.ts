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
  readonly cacheEntriesMax: number;
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
  cacheEntriesMax: 2048,
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

/**
 * Completes and checks the settings of a bus.
 *
 * @param given What differs from the defaults.
 * @returns Every setting.
 * @throws BusSettingsError when more meters than `devicesMax` are listed, a unit is listed twice or
 *   is not 1 to 247 (0 to 255 over MBAP), or the window is not 1 to 16.
 */
export function busSettings(given: Partial<BusSettings>): BusSettings {
  const settings = { ...defaultBusSettings, ...given };
  const { devices, devicesMax, transport } = settings;
  if (transport === "rtu" && devices.length > devicesMax) {
    throw new BusSettingsError(
      `${devices.length} meters are listed on one RS-485 bus; it carries ${devicesMax}.`,
      "Move meters to another bus.",
    );
  }
  const least = transport === "rtu" ? 1 : 0;
  const most = transport === "rtu" ? 247 : 255;
  const seen = new Set<number>();
  for (const { unit } of devices) {
    if (!Number.isInteger(unit) || unit < least || unit > most) {
      throw new BusSettingsError(
        `Unit ${unit} is not ${least} to ${most}.`,
        "Correct the address.",
      );
    }
    if (seen.has(unit)) {
      throw new BusSettingsError(
        `Unit ${unit} is listed twice.`,
        "Give each meter its own address.",
      );
    }
    seen.add(unit);
  }
  if (!Number.isInteger(settings.window) || settings.window < 1 || settings.window > 16) {
    throw new BusSettingsError(`A window of ${settings.window} is not 1 to 16.`, "Use 1.");
  }
  return settings;
}

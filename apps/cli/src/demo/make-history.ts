/**
 * Makes the past of the demo building: the whole gateway on a moved clock, over in-memory links, asks
 * the simulator's meters hour by hour. Nothing is written into the ledger but by its own rounds, and
 * by what people would have done on the page.
 */

import { addMonths, type MonthKey, monthOf, monthSpan, movedClock } from "@mega/domain";
import { openInlineGateway } from "@mega/gateway";
import type { Installation } from "@mega/installation";
import type { ModbusProfile } from "@mega/profiles";
import { type Scenario, serveInMemory } from "@mega/simulator";

/** A new tenant, as the property manager records it. */
export interface MovingIn {
  readonly channelNo: number;
  readonly atMs: number;
}

/** Which past is made. */
export interface HistoryOptions {
  readonly dataFolder: string;
  readonly installation: Installation;
  readonly scenario: Scenario;
  readonly profiles: ReadonlyMap<string, ModbusProfile>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly movings: readonly MovingIn[];
  /** A past that is made from nothing can be made again, so that it need not be synced on the way. */
  readonly fromNothing: boolean;
  /** Called at the start of every month. */
  readonly onMonth: (month: MonthKey) => void;
}

/** Devices speak this long before the first round, so that it finds them. */
const HEAD_START_MS = 120_000;

/** Makes the past from one instant to another; resolves when it is on the disk. */
export async function makeHistory(options: HistoryOptions): Promise<void> {
  const { installation, scenario, profiles, fromMs, toMs, fromNothing } = options;
  const idle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock = movedClock({ startMs: fromMs - HEAD_START_MS, idle });
  const failures: unknown[] = [];
  const building = serveInMemory({
    scenario,
    profiles,
    clock,
    onP1: (portId, bytes) => gateway.feedP1(portId, bytes),
    onMqtt: (message) => gateway.feedMqtt(message),
  });
  const gateway = await openInlineGateway({
    dataFolder: options.dataFolder,
    installation,
    clock,
    openers: building.openers,
    synchronous: fromNothing ? "OFF" : "FULL",
    onFailure: (error) => failures.push(error),
  });
  try {
    building.announce();
    await clock.advanceTo(fromMs);
    await clock.runUntilSettled(gateway.start("the past of the demo building"));
    for (const step of stepsOf(options)) {
      await clock.advanceTo(step.atMs);
      if (failures.length > 0) throw failures[0];
      if (step.kind === "month") options.onMonth(step.month);
      else await clock.runUntilSettled(moveIn(gateway.app, step.channelNo));
    }
    await clock.advanceTo(toMs);
    if (failures.length > 0) throw failures[0];
    gateway.ledger.makeDurable();
  } finally {
    building.stop();
    await clock.runUntilSettled(gateway.stop());
  }
}

type Step =
  | { readonly kind: "month"; readonly atMs: number; readonly month: MonthKey }
  | ({ readonly kind: "moving" } & MovingIn);

/** Months and movings within the past, in the order of time. */
function stepsOf({ fromMs, toMs, installation, movings }: HistoryOptions): readonly Step[] {
  const { timeZone } = installation;
  const steps: Step[] = movings
    .filter(({ atMs }) => atMs > fromMs && atMs < toMs)
    .map((moving) => ({ kind: "moving", ...moving }));
  for (let month = monthOf(fromMs, timeZone); ; month = addMonths(month, 1)) {
    const atMs = Math.max(fromMs, monthSpan(month, timeZone).fromMs);
    if (atMs >= toMs) break;
    steps.push({ kind: "month", atMs, month });
  }
  return steps.sort((a, b) => a.atMs - b.atMs);
}

/** As the page does it: the meter is read at once and its index ends the old period. */
async function moveIn(
  app: Awaited<ReturnType<typeof openInlineGateway>>["app"],
  channelNo: number,
): Promise<void> {
  const answer = await app.inject({
    method: "POST",
    url: `/api/v1/channels/${channelNo}/periods`,
    headers: { host: "localhost" },
    payload: { effectiveAt: null, index: { kind: "read" }, confirmChannelNo: channelNo },
  });
  if (answer.statusCode !== 201) {
    throw new Error(`The new period of channel ${channelNo} was refused: ${answer.body}`);
  }
}

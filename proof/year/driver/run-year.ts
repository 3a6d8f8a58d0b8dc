/**
 * Runs a building and its gateway through a year under a moved clock. The gateway's rounds, codecs,
 * judging, ledger and months are its own; the meters are the simulator's. Nothing is compared here.
 */

import { type MovedClock, movedClock } from "@mega/domain";
import type { ModbusProfile } from "@mega/profiles";
import { type MemoryBuilding, type Scenario, serveInMemory } from "@mega/simulator";
import type { YearEvent } from "../events/year-event.ts";
import { installationOf } from "./configuration.ts";
import { GatewayBox } from "./gateway-box.ts";
import { Manager } from "./manager.ts";
import { readOut } from "./read-out.ts";
import type { SiteNotes } from "./site-notes.ts";
import { Watch } from "./watch.ts";
import { counterKey, type YearRecord } from "./year-record.ts";

/** A year to be run. */
export interface YearPlan {
  readonly scenario: Scenario;
  readonly profiles: ReadonlyMap<string, ModbusProfile>;
  /** What persons on site know. */
  readonly notes: SiteNotes;
  readonly events: readonly YearEvent[];
  /** When the gateway is first switched on, and how its clock is then. */
  readonly fromMs: number;
  readonly firstWake: YearWake;
  /** Some hours into a month. */
  readonly toMs: number;
  /** For the gateway's data; emptied by the caller. */
  readonly folder: string;
}

type YearWake = Extract<YearEvent, { kind: "off" }>["wake"];

const failuresKept = 100;

/** Runs a year. */
export async function runYear(plan: YearPlan): Promise<YearRecord> {
  const { scenario, profiles, fromMs, toMs, notes } = plan;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock = movedClock({ startMs: fromMs - 60_000, settle: turn, idle: turn });
  const watch = new Watch();
  const failures: string[] = [];
  const building: MemoryBuilding = serveInMemory({
    scenario,
    profiles,
    clock,
    onMqtt: (message) => box.feed(message),
  });
  const manager = new Manager({
    ...{ scenario, notes, trueClock: clock, box: () => box },
    display: (...asked) => building.truth.shownAt(...asked),
  });
  const box = new GatewayBox({
    folder: plan.folder,
    installation: installationOf(scenario),
    trueClock: clock,
    openers: building.openers,
    onRound: (dueAtMs) =>
      watch.stored(clock.nowMs(), dueAtMs, manager.reading, (sinceMs) =>
        firstHeard(building, scenario, sinceMs),
      ),
    onFailure: (error) => {
      if (failures.length < failuresKept) failures.push(String(error));
    },
  });
  const year = new Year({ clock, watch, box, building, manager });
  await clock.advanceTo(fromMs);
  await year.switchOn(plan.firstWake, "the first start");
  for (const event of sorted(plan.events)) {
    if (event.atMs <= fromMs || event.atMs >= toMs) continue;
    await clock.advanceTo(Math.max(event.atMs, clock.nowMs()));
    await year.happens(event);
  }
  await clock.advanceTo(toMs);
  const shown = await readOut(box, scenario, { fromMs, toMs });
  building.stop();
  await box.stop();
  watch.ended(clock.nowMs(), "stopped");
  const { acts, periods, refused } = manager;
  const said = { acts, periods, refused };
  const seen = { scenario, building, fromMs, toMs, times: watch.times(), failures };
  const { invisible } = notes;
  return {
    ...seen,
    ...said,
    ...shown,
    invisible,
    floats: floatsOf(plan),
    counts: { ...year.counts, rounds: watch.times().rounds.length },
  };
}

/** When the first meter on a line answered since an instant. */
function firstHeard({ witness }: MemoryBuilding, { meters }: Scenario, fromMs: number) {
  const times = meters.flatMap(({ id, place }) => {
    if (place.kind !== "bus") return [];
    const whole = witness.answersOf(id, { fromMs }).find(({ delivered }) => delivered === "intact");
    return whole?.atMs ?? [];
  });
  return times.length === 0 ? null : Math.min(...times);
}

function floatsOf({ scenario, profiles }: YearPlan): ReadonlySet<string> {
  const keys = scenario.meters.flatMap(({ id, profile }) =>
    Object.entries(profiles.get(profile)?.counters ?? {}).flatMap(([counterId, { type }]) =>
      type === "float32" ? [counterKey(id, counterId)] : [],
    ),
  );
  return new Set(keys);
}

function sorted(events: readonly YearEvent[]): readonly YearEvent[] {
  return [...events].sort((a, b) => a.atMs - b.atMs);
}

interface YearParts {
  readonly clock: MovedClock;
  readonly watch: Watch;
  readonly box: GatewayBox;
  readonly building: MemoryBuilding;
  readonly manager: Manager;
}

/** The year while it runs. */
class Year {
  readonly #parts: YearParts;
  readonly counts = { starts: 0, cuts: 0, clockSteps: 0 };
  #offset = { offsetMs: 0, vouched: true };

  constructor(parts: YearParts) {
    this.#parts = parts;
  }

  async happens(event: YearEvent): Promise<void> {
    const { manager, box } = this.#parts;
    switch (event.kind) {
      case "off":
        return this.#off(event);
      case "clock":
        this.counts.clockSteps += 1;
        return this.#setClock(event.offsetMs, event.vouched);
      case "moving":
        if (box.isOn) await manager.moveIn(event);
        return;
      case "visit":
        if (box.isOn) await manager.visit();
    }
  }

  async switchOn(wake: YearWake, why: string): Promise<void> {
    const { clock, watch, box, building } = this.#parts;
    const nowMs = clock.nowMs();
    const offset =
      wake.kind === "kept" ? this.#offset : { offsetMs: wake.beginsMs - nowMs, vouched: false };
    this.counts.starts += 1;
    watch.clockSet(nowMs, offset.offsetMs, offset.vouched);
    watch.started(nowMs);
    await box.start(offset.offsetMs, offset.vouched ? "S" : "U", why);
    building.gatewayConnected();
    if (wake.kind === "without-time") {
      await clock.advanceBy(wake.setAfterMs);
      this.#setClock(0, true);
    }
  }

  async #off(event: Extract<YearEvent, { kind: "off" }>): Promise<void> {
    const { clock, watch, box } = this.#parts;
    if (event.how === "cut") {
      this.counts.cuts += 1;
      await box.cutPower();
    } else {
      await box.stop();
    }
    watch.ended(clock.nowMs(), event.how);
    await clock.advanceTo(Math.max(clock.nowMs(), event.atMs + event.forMs));
    await this.switchOn(event.wake, event.how === "cut" ? "after a power cut" : "started again");
  }

  #setClock(offsetMs: number, vouched: boolean): void {
    const { clock, watch, box } = this.#parts;
    this.#offset = { offsetMs, vouched };
    box.clock.set(offsetMs, vouched ? "S" : "U");
    watch.clockSet(clock.nowMs(), offsetMs, vouched);
  }
}

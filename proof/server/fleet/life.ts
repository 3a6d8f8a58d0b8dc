/**
 * The life of a small gateway: a real ledger in a file, hourly rounds with now and then a meter that is
 * silent, months closed by the gateway's own rule. Time is moved; a life that was ended goes on where its
 * file stands.
 */

import { movedClock } from "@mega/domain";
import { inlineLedgerHost, type LedgerEvent, type LedgerHost } from "@mega/ledger";
import { MonthCloser } from "../../../apps/gateway/src/months/close-due-months.ts";
import { beginning, firstDueAtMs, roundOf, store } from "../../bench/ledger/build-ledger.ts";
import { ledgerMeters } from "../../bench/ledger/meters.ts";
import { chanceFrom } from "../../powercut/chance.ts";

const HOUR_MS = 3_600_000;
/** Half a day before the first month's end, so that a short life sees it too. */
const FIRST_HOUR = 732;
const TIME_ZONE = "Europe/Brussels";
/** One meter of so many says nothing in a round. */
const SILENT_OF = 40;

const meters = ledgerMeters({ bus: 2, mqtt: 2, p1: 0 });

/** A gateway without its bus. */
export interface Life {
  readonly ledger: LedgerHost;
  /** Rounds taken in all, also before this process. */
  readonly rounds: () => number;
  readonly takeRound: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a life, or begins it. */
export async function openLife(path: string, seed: number): Promise<Life> {
  const clock = movedClock({ startMs: firstDueAtMs + (FIRST_HOUR - 0.5) * HOUR_MS });
  const clockTrust = () => ({ state: "S", offsetMs: 0 }) as const;
  const ledger = await inlineLedgerHost({ path, clock, clockTrust });
  const { head } = ledger.snapshot();
  if (head.seq === 0) await store(ledger, beginning(meters));
  else await clock.advanceTo(head.recordedAtMs);
  const closer = new MonthCloser({
    ledger,
    timeZone: TIME_ZONE,
    tzVersion: "2026a",
    mayClose: () => true,
  });
  const nextHour = () =>
    Math.floor((ledger.snapshot().head.recordedAtMs - firstDueAtMs) / HOUR_MS) + 1;
  return {
    ledger,
    rounds: () => nextHour() - FIRST_HOUR,
    async takeRound() {
      const hour = nextHour();
      await clock.advanceTo(firstDueAtMs + hour * HOUR_MS + 60_000);
      await store(ledger, [withSilence(roundOf(meters, hour), seed + hour)]);
      await closer.closeDue(clock.nowMs());
    },
    async close() {
      closer.stop();
      await ledger.close();
    },
  };
}

/** The same after every restart: it follows from the hour. */
function withSilence(round: LedgerEvent, seed: number): LedgerEvent {
  if (round.kind !== "round-taken") return round;
  const chance = chanceFrom(seed);
  const items = round.items.map((item) => {
    if (chance(SILENT_OF) > 0) return item;
    const judgement = { status: "missing", reason: "timeout" } as const;
    return { ...item, judgement, raw: new Uint8Array(0) };
  });
  return { ...round, items };
}

import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { type Decidable, decide } from "./decide.ts";
import type { RoundItem } from "./event.ts";
import { fold } from "./fold.ts";
import { emptyState, type LedgerState } from "./state.ts";

/**
 * One event a line, in order; the last column is the verdict: the kinds of entries it becomes, or
 * the refusal with its field, value and what is allowed. Blank lines and lines with # say nothing.
 */
const table = `
# Before anything is declared
round 0  1=accepted:10                           | ZONE_NOT_SET dueAtMs
bind 1 1 -                                       | SOURCE_UNKNOWN counter1 1 (a declared source)
zone Europe/Brussels                             | ZoneSet
round 0  1=accepted:10                           | SOURCE_UNKNOWN sourceNo 1 (a declared source)

# Sources: numbers are never used again
source 1                                         | SourceDeclared
source 1                                         | SOURCE_NUMBER_USED sourceNo 1 (a number never used before)
source 0                                         | VALUE_INVALID sourceNo 0 (1 to 4294967295)
source 2 rollover 100000                         | SourceDeclared
bind 1 1 -                                       | ChannelBound
bind 2 1 -                                       | ChannelBound
bind 1 1 3                                       | SOURCE_UNKNOWN counter2 3 (a declared source)
bind 129 1 -                                     | VALUE_INVALID channelNo 129 (1 to 128)

# A key is committed before its first use, once
round 0  1=accepted:10                           | KEY_NOT_COMMITTED month 2026-05 (commit the month's key first)
round 0  1=missing:timeout                       | RoundTaken
keys 2026-05 1 2                                 | MonthKeyCommitted
keys 2026-05 2                                   | KEY_ALREADY_COMMITTED month 2026-05 (one key for each source and month)
keys 2026-05 9                                   | SOURCE_UNKNOWN sourceNo 9 (a declared source)

# Counts never fall
round 1  1=accepted:1000 2=accepted:99990        | RoundTaken
round 2  1=accepted:999                          | COUNT_FELL count 999 (at least 1000)
round 2  1=held:999                              | COUNT_FELL count 999 (at least 1000)
round 2  1=held:1001                             | VALUE_INVALID count 1001 (1000, which is held)
round 2  1=held:1000                             | RoundTaken
round 2  1=accepted:1000                         | RoundTaken
round 2  1=accepted:1.5                          | VALUE_INVALID count 1.5 (a whole number of steps from 0)
round 2  1=accepted:-1                           | VALUE_INVALID count -1 (a whole number of steps from 0)
round 2  1=accepted:1001 1=accepted:1002         | SOURCE_TWICE_IN_ROUND sourceNo 1 (once in a round)

# A rollover is recorded with its round
round 3  1=rolled-over:5                         | VALUE_INVALID mark rolled-over (a source with a declared rollover)
round 3  2=rolled-over:100000                    | VALUE_INVALID mark rolled-over (a source with a declared rollover)
round 3  2=rolled-over:12                        | CounterRolledOver RoundTaken
round 4  2=accepted:20                           | RoundTaken
rollover 1 1000 0                                | VALUE_INVALID sourceNo 1 (a source with a declared rollover)
rollover 2 19 0                                  | COUNT_FELL lastCount 19 (at least 20)
rollover 2 99999 0                               | CounterRolledOver
round 5  2=accepted:3                            | RoundTaken

# The quarantine: upward is released, a fall waits for what a person records
round 6  1=quarantined:700000                    | RoundTaken
release 17 2                                     | QUARANTINE_NOT_OPEN seq 17 (a reading that waits in the quarantine)
release @1 1                                     | QuarantineReleased
release @2 1                                     | QUARANTINE_NOT_OPEN seq @ (a reading that waits in the quarantine)
round 7  1=accepted:699999                       | COUNT_FELL count 699999 (at least 700000)
round 7  1=quarantined:40                        | RoundTaken
release @1 1                                     | COUNT_FELL count 40 (at least 700000; record the exchange or the rollover first)
replace 1 1 699999 40                            | COUNT_FELL oldEndCount 699999 (at least 700000)
replace 1 9 700010 40                            | SOURCE_UNKNOWN newSourceNo 9 (a declared source)
replace 1 1 700010 40                            | MeterReplaced
release @2 1                                     | QuarantineReleased
round 8  1=accepted:41                           | RoundTaken
round 9  1=quarantined:5000                      | RoundTaken
round 10 1=accepted:5001^@1                      | RoundTaken QuarantineReleased
round 11 1=accepted:5002^@1                      | QUARANTINE_NOT_OPEN releases @ (an open quarantine)
round 11 1=quarantined:9                         | RoundTaken
discard @1 1                                     | QuarantineDiscarded
discard @2 1                                     | QUARANTINE_NOT_OPEN seq @ (a reading that waits in the quarantine)

# Tenancies: one at a time for a channel
tenancy 1 aa 3                                   | TenancyStarted
tenancy 1 bb 4                                   | TENANCY_OPEN channelNo 1 (end aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa first)
tenancy 2 aa 4                                   | TENANCY_ID_USED tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (an id never used before)
end 2 aa 5                                       | TENANCY_NOT_OPEN tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (none: no tenancy is open)
end 1 bb 5                                       | TENANCY_NOT_OPEN tenancyId bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
end 1 aa 2                                       | VALUE_INVALID endedAtMs
end 1 aa 5                                       | TenancyEnded
tenancy 1 bb 4                                   | VALUE_INVALID startedAtMs
tenancy 1 bb 5                                   | TenancyStarted

# Months: revisions in order
month 1 2026-05 2                                | REVISION_WRONG revision 2 (1)
month 1 2026-05 1                                | MonthClosed
month 1 2026-05 1                                | REVISION_WRONG revision 1 (2)
month 1 2026-05 2                                | MonthClosed
month 2 2026-05 1                                | MonthClosed

# Corrections
correct 1 1 -5                                   | VALUE_INVALID count -5 (a whole number of steps from 0)
correct 9999 1 5                                 | READING_UNKNOWN seq
correct 5 9 5                                    | KEY_NOT_COMMITTED month 2026-05 (a month whose key is committed)
correct 5 1 5                                    | ReadingCorrected
`;

test("every rule of the ledger holds, line by line", () => {
  let state: LedgerState = emptyState("00".repeat(16), 1);
  for (const line of table.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [words = "", verdict = ""] = line.split(" | ");
    const decision = decide(state, eventOf(words.trim(), state.head.seq));
    const found =
      decision.kind === "entries"
        ? decision.entries.map((fact) => fact.kind).join(" ")
        : `${decision.code} ${decision.field} ${String(decision.value)} (${decision.allowed})`;
    const expected = verdict.trim().replace("seq @", `seq ${lastAsked}`);
    const wanted = expected.replace("releases @", `releases ${lastAsked}`);
    const part = /^[A-Z_]+ \w+$/.test(wanted) ? found.split(" ").slice(0, 2).join(" ") : found;
    expect(`${words.trim()} | ${part}`).toBe(`${words.trim()} | ${wanted}`);
    if (decision.kind === "refused") continue;
    for (const fact of decision.entries) {
      const seq = state.head.seq + 1;
      state = fold(state, fact, { seq, hash: new Uint8Array(32), recordedAtMs: 0 });
    }
  }
});

/** The entry that "@n" named last: n − 1 entries before the head. */
let lastAsked = 0;

function eventOf(text: string, headSeq: number): Decidable {
  const [verb = "", ...rest] = text.split(/\s+/);
  const number = (position: number) => {
    const word = rest[position] ?? "";
    if (!word.startsWith("@")) return Number(word);
    lastAsked = headSeq + 1 - Number(word.slice(1));
    return lastAsked;
  };
  const tenancyId = (rest[1] ?? "").repeat(16);
  const atMs = firstDueAtMs + number(2) * 3_600_000;
  const indexes = { 1: null, 2: null };
  const why = "test";
  switch (verb) {
    case "zone":
      return { kind: "zone-set", timeZone: rest[0] ?? "", tzVersion: "2026a" };
    case "source":
      return { kind: "source-declared", source: testSource(number(0), rest[2] ? number(2) : null) };
    case "bind": {
      const counter2 = rest[2] === "-" ? null : number(2);
      const binding = { channelNo: number(0), fromMs: 0, counter1: number(1), counter2 };
      return { kind: "channel-bound", binding };
    }
    case "keys": {
      const commitment = new Uint8Array(32);
      const keys = rest.slice(1).map((no) => ({ sourceNo: Number(no), commitment }));
      return { kind: "month-keys-made", month: rest[0] ?? "", keys };
    }
    case "round":
      return testRound(
        number(0),
        rest.slice(1).map((item) => itemOf(item, headSeq)),
      );
    case "release":
      return { kind: "quarantine-released", seq: number(0), sourceNo: number(1), why };
    case "discard":
      return { kind: "quarantine-discarded", seq: number(0), sourceNo: number(1), why };
    case "replace": {
      const [oldSourceNo, newSourceNo, oldEndCount, newStartCount] = [0, 1, 2, 3].map(number);
      if (oldSourceNo === undefined || newSourceNo === undefined) break;
      if (oldEndCount === undefined || newStartCount === undefined) break;
      const counts = { oldEndCount, newStartCount };
      return { kind: "meter-replaced", oldSourceNo, newSourceNo, atMs: 0, ...counts, why };
    }
    case "rollover": {
      const counts = { lastCount: number(1), firstCount: number(2) };
      return { kind: "counter-rolled-over", sourceNo: number(0), atMs: 0, ...counts, why };
    }
    case "tenancy": {
      const started = { startedAtMs: atMs, opening: indexes };
      return { kind: "tenancy-started", tenancyId, channelNo: number(0), ...started };
    }
    case "end": {
      const ended = { endedAtMs: atMs, closing: indexes };
      return { kind: "tenancy-ended", tenancyId, channelNo: number(0), ...ended };
    }
    case "month": {
      const version = { ruleVersion: 1, tzVersion: "2026a" };
      const closed = { channelNo: number(0), month: rest[1] ?? "", revision: number(2) };
      return { kind: "month-closed", ...closed, ...version, parts: [], why };
    }
    case "correct": {
      const at = { seq: number(0), sourceNo: number(1), takenAtMs: firstDueAtMs };
      return { kind: "reading-corrected", ...at, count: number(2), why };
    }
  }
  throw new Error(`The table has no such event: ${text}`);
}

function itemOf(text: string, headSeq: number): RoundItem {
  const [, no, word = "", detail = "", , back] =
    /^(\d+)=([a-z-]+):([^^]+)(\^@(\d+))?$/.exec(text) ?? [];
  const item = acceptedItem(Number(no), firstDueAtMs, 0);
  const count = Number(detail);
  switch (word) {
    case "accepted": {
      if (back === undefined) return { ...item, judgement: { status: "accepted", count } };
      lastAsked = headSeq + 1 - Number(back);
      return { ...item, judgement: { status: "accepted", count, releases: [{ seq: lastAsked }] } };
    }
    case "held":
    case "rolled-over":
      return { ...item, judgement: { status: "accepted", count, mark: word } };
    case "quarantined":
      return { ...item, judgement: { status: "quarantined", count, reason: "fell" } };
    case "missing":
      return {
        ...item,
        raw: new Uint8Array(0),
        judgement: { status: "missing", reason: "timeout" },
      };
  }
  throw new Error(`The table has no such item: ${text}`);
}

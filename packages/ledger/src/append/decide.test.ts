import { expect, test } from "vitest";
import { firstDueAtMs } from "../contract/test-events.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { decide } from "./decide.ts";
import { type FactPlace, fold, type OwnMaps } from "./fold.ts";
import { emptyState, type LedgerState } from "./state.ts";
import { eventOf } from "./testing/event-words.ts";

/**
 * One event a line, in order; the last column is the verdict: the kinds of entries it becomes, or
 * the refusal with its field, value and what is allowed. "@1" is the newest entry, "@2" the one
 * before. A verdict of two words leaves value and allowance open.
 */
const table = `
# Before anything is declared
zone Mars/Olympus                                | VALUE_INVALID timeZone Mars/Olympus (an IANA name such as Europe/Brussels)
round 0  1=accepted:10                           | ZONE_NOT_SET dueAtMs
continue 1 2 0                                   | GENERATION_WRONG headSeq 0 (a ledger with an entry)
bind 1 1 -                                       | SOURCE_UNKNOWN counter1 1 (a declared source)
zone Europe/Brussels                             | ZoneSet
round 0  1=accepted:10                           | SOURCE_UNKNOWN sourceNo 1 (a declared source)

# Numbers of sources are never used again
source 1                                         | SourceDeclared
source 1                                         | SOURCE_NUMBER_USED sourceNo 1 (a number never used before)
source 0                                         | VALUE_INVALID sourceNo 0 (1 to 4294967295)
source 3 with decimals 10                        | VALUE_INVALID decimals 10 (0 to 9)
source 3 with ratedMaximumPerHour {"amount":0}   | VALUE_INVALID ratedMaximumPerHour
source 3 with meterId 7                          | VALUE_INVALID meterId 7 (a text of at most 64 characters)
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
keys 2026-06 2 2                                 | KEY_ALREADY_COMMITTED month 2026-06 (one key for each source and month)
keys 2026-05 9                                   | SOURCE_UNKNOWN sourceNo 9 (a declared source)

# Counts never fall
round 1  1=accepted:1000 2=accepted:99990        | RoundTaken
round 2  1=accepted:999                          | COUNT_FELL count 999 (at least 1000)
round 2  1=held:999                              | COUNT_FELL count 999 (at least 1000)
round 2  1=held:1001                             | VALUE_INVALID count 1001 (1000, which is held)
round 2  1=held:1000                             | RoundTaken
round 3  1=accepted:1000                         | RoundTaken
round 4  1=accepted:1.5                          | VALUE_INVALID count 1.5 (a whole number of steps from 0)
round 4  1=accepted:-1                           | VALUE_INVALID count -1 (a whole number of steps from 0)
round 4  1=accepted:1001 1=accepted:1002         | SOURCE_TWICE_IN_ROUND sourceNo 1 (once in a round)

# A round told twice stands once
round 3  1=accepted:1000                         | READING_NOT_NEWER takenAtMs
round 2  1=accepted:1000                         | READING_NOT_NEWER takenAtMs
round 3  1=missing:timeout                       | RoundTaken

# A rollover is recorded with its round
round 4  1=rolled-over:5                         | VALUE_INVALID mark rolled-over (a source with a declared rollover)
round 4  2=rolled-over:100000                    | VALUE_INVALID mark rolled-over (a source with a declared rollover)
round 4  2=rolled-over:12                        | CounterRolledOver RoundTaken
round 5  2=accepted:20                           | RoundTaken
rollover 1 1000 0                                | VALUE_INVALID sourceNo 1 (a source with a declared rollover)
rollover 9 1000 0                                | SOURCE_UNKNOWN sourceNo 9 (a declared source)
rollover 2 19 0                                  | COUNT_FELL lastCount 19 (at least 20)
rollover 2 100000 0                              | VALUE_INVALID lastCount 100000 (less than 100000)
rollover 2 99999 -1                              | VALUE_INVALID firstCount -1 (a whole number of steps from 0)
rollover 2 99999 0                               | CounterRolledOver
round 6  2=accepted:3                            | RoundTaken

# What waits is released upward only; a fall waits for what a person records
round 7  1=jumped:700000                         | RoundTaken
release 17 2                                     | QUARANTINE_NOT_OPEN seq 17 (a reading that waits in the quarantine)
release @1 1                                     | QuarantineReleased
release @2 1                                     | QUARANTINE_NOT_OPEN seq @ (a reading that waits in the quarantine)
round 8  1=accepted:699999                       | COUNT_FELL count 699999 (at least 700000)
round 8  1=fell:40                               | RoundTaken
release @1 1                                     | COUNT_FELL count 40 (at least 700000; record the exchange or the rollover first)
replace 1 1 699999 40 8                          | COUNT_FELL oldEndCount 699999 (at least 700000)
replace 1 9 700010 40 8                          | SOURCE_UNKNOWN newSourceNo 9 (a declared source)
replace 1 1 700010 0.5 8                         | VALUE_INVALID newStartCount 0.5 (a whole number of steps from 0)
replace 1 1 700010 40 8                          | MeterReplaced
release @2 1                                     | QuarantineReleased

# Later readings release a jump, and nothing else
round 9  1=accepted:3000                         | RoundTaken
round 10 1=jumped:5000                           | RoundTaken
round 11 1=accepted:4999^@1                      | COUNT_FELL releases 5000 (at most 4999)
round 11 1=accepted:5001^@1                      | RoundTaken QuarantineReleased
round 12 1=accepted:5002^@1                      | QUARANTINE_NOT_OPEN releases @ (an open quarantine)
round 12 1=fell:9                                | RoundTaken
round 13 1=accepted:5003^@1                      | VALUE_INVALID releases fell (rose-beyond-rating, or a person's release)
discard @1 1                                     | QuarantineDiscarded
discard @2 1                                     | QUARANTINE_NOT_OPEN seq @ (a reading that waits in the quarantine)

# A doubled counter and a jump older than a day are released by a person only
round 13 1=jumped:9000                           | RoundTaken
round 38 1=accepted:9001^@1                      | VALUE_INVALID releases 9001 (a person's release of such a rise)
round 37 1=accepted:10002^@1                     | VALUE_INVALID releases 10002 (a person's release of such a rise)
discard @1 1                                     | QuarantineDiscarded

# One tenancy at a time for a channel
tenancy 1 aa 3                                   | TenancyStarted
tenancy 1 bb 4                                   | TENANCY_OPEN channelNo 1 (end aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa first)
tenancy 2 aa 4                                   | TENANCY_ID_USED tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (an id never used before)
tenancy 2 a. 4                                   | VALUE_INVALID tenancyId
tenancy 129 cc 4                                 | VALUE_INVALID channelNo 129 (1 to 128)
end 2 aa 5                                       | TENANCY_NOT_OPEN tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (none: no tenancy is open)
end 1 bb 5                                       | TENANCY_NOT_OPEN tenancyId bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
end 1 aa 2                                       | VALUE_INVALID endedAtMs
end 1 aa 5                                       | TenancyEnded
tenancy 1 bb 4                                   | VALUE_INVALID startedAtMs
tenancy 1 bb 5                                   | TenancyStarted

# The newest tenancy can be taken back where it followed another, and its id is never used again
undo 1 aa                                        | TENANCY_NOT_OPEN tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)
undo 2 bb                                        | TENANCY_NOT_OPEN tenancyId bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (none: no tenancy is open)
undo 129 bb                                      | VALUE_INVALID channelNo 129 (1 to 128)
undo 1 bb                                        | TenancyUndone
undo 1 bb                                        | TENANCY_NOT_OPEN tenancyId bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
undo 1 aa                                        | TENANCY_NOT_UNDOABLE tenancyId aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (a tenancy that follows another without a gap)
end 1 aa 5                                       | TenancyEnded
tenancy 1 bb 5                                   | TENANCY_ID_USED tenancyId bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (an id never used before)
tenancy 1 cc 6                                   | TenancyStarted
undo 1 cc                                        | TENANCY_NOT_UNDOABLE tenancyId cccccccccccccccccccccccccccccccc (a tenancy that follows another without a gap)

# Revisions of a month come in order
month 1 2026-05 2                                | REVISION_WRONG revision 2 (1)
month 1 2026-13 1                                | VALUE_INVALID month 2026-13 (a month such as "2026-05")
month 0 2026-05 1                                | VALUE_INVALID channelNo 0 (1 to 128)
month 1 2026-05 1                                | MonthClosed
month 1 2026-05 1                                | REVISION_WRONG revision 1 (2)
month 1 2026-05 2                                | MonthClosed
month 2 2026-05 1                                | MonthClosed

# A consumption is the difference of its indexes, over a rollover where the meter has one
month 1 2026-06 1 9:1000>1500=500                | SOURCE_UNKNOWN sourceNo 9 (a declared source)
month 1 2026-06 1 1:1000>1500=501                | VALUE_INVALID consumed 0.501 kWh (0.500 kWh, closing minus opening)
month 1 2026-06 1 1:1500>1000=-500               | VALUE_INVALID consumed -0.500 kWh (-0.500 kWh, closing minus opening)
month 1 2026-06 1 1:99000>1000=2000              | VALUE_INVALID consumed 2.000 kWh (-98.000 kWh, closing minus opening)
month 1 2026-06 1 1:0.5>1000=999.5               | VALUE_INVALID opening
month 1 2026-06 1 1:1000>1500=500                | MonthClosed
month 1 2026-07 1 2:99000>1000=2000              | MonthClosed
month 1 2026-08 1 2:99000>1000=102000            | MonthClosed
month 1 2026-09 1 2:99000>1000=2001              | VALUE_INVALID consumed 2.001 kWh (-98.000 kWh, closing minus opening)
index 1 5000 kWh                                 | IndexFixed
index 1 5000 m3                                  | VALUE_INVALID index m3 (kWh)
index 1 5000 kWh 9999                            | VALUE_INVALID index
index 9 5000 kWh                                 | SOURCE_UNKNOWN sourceNo 9 (a declared source)

# A correction stays between its neighbours
correct 9999 1 5 1                               | READING_UNKNOWN seq 9999 (a stored reading of this source, by its entry and time)
correct 5 1 -5 1 2026-05                         | VALUE_INVALID count -5 (a whole number of steps from 0)
correct 5 2 100000 1 2026-05                     | VALUE_INVALID count 100000 (less than 100000)
correct 5 1 899 2 2026-05 before=900@1           | COUNT_FELL count 899 (at least 900, which came before)
correct 5 1 1101 2 2026-05 after=1100@3          | COUNT_FELL count 1101 (at most 1100, which came after)
correct 5 1 1000 2 2026-05 before=900@1 after=1100@3 | ReadingCorrected
correct 5 1 30 9 2026-05 before=900@7 after=41@10    | ReadingCorrected
correct 5 1 5 1 2026-05                          | ReadingCorrected

# The clock and the restarts
step 5 4                                         | ClockStepped
step 5 0.5                                       | VALUE_INVALID toMs 0.5 (whole milliseconds since 1970, of a year up to 9999)
restart 5 update                                 | Restarted
reset presence                                   | CredentialsReset
restart 0.5 update                               | VALUE_INVALID lastSeenMs 0.5 (whole milliseconds since 1970, of a year up to 9999)
restart 5 ${"x".repeat(201)}                     | VALUE_INVALID why

# Another box goes on behind the head, in a higher generation
continue 1 2 @2                                  | GENERATION_WRONG headSeq
continue 1 2 @1 01                               | GENERATION_WRONG headHash
continue 2 3 @1                                  | GENERATION_WRONG fromGeneration 2 (1)
continue 1 1 @1                                  | GENERATION_WRONG toGeneration 1 (a whole number above 1)
continue 1 2.5 @1                                | GENERATION_WRONG toGeneration 2.5 (a whole number above 1)
continue 1 3 @1                                  | LedgerContinued
continue 1 4 @1                                  | GENERATION_WRONG fromGeneration 1 (3)
restart 5 update                                 | Restarted
`;

interface Line {
  readonly rule: string;
  readonly words: string;
  readonly verdict: string;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let rule = "";
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    if (line.startsWith("#")) rule = line.slice(2);
    const [words, verdict] = line.split(" | ");
    if (words && verdict) lines.push({ rule, words: words.trim(), verdict: verdict.trim() });
  }
  return lines;
}

let state: LedgerState = emptyState("00".repeat(16), 1);
/** Everything that was decided, and the state behind each. */
const told: { readonly fact: LedgerFact; readonly place: FactPlace }[] = [];
const states: LedgerState[] = [state];

/** Decides on every line behind the ones before it. */
const decided = linesOf(table).map(({ rule, words, verdict }) => {
  const { event, named } = eventOf(words, state.head.seq);
  const decision = decide(state, event);
  const name = `${rule}: ${words.slice(0, 60)}`;
  const wanted = verdict.replace(" @ ", ` ${named} `);
  if (decision.kind === "refused") {
    const { code, field, value, allowed } = decision;
    const open = /^[A-Z_]+ \w+$/.test(wanted);
    const found = open ? `${code} ${field}` : `${code} ${field} ${String(value)} (${allowed})`;
    return { name, found, wanted };
  }
  for (const fact of decision.entries) {
    const place = { seq: state.head.seq + 1, hash: new Uint8Array(32), recordedAtMs: 0 };
    state = fold(state, fact, place);
    told.push({ fact, place });
    states.push(state);
  }
  return { name, found: decision.entries.map((fact) => fact.kind).join(" "), wanted };
});

for (const { name, found, wanted } of decided) {
  test(name, () => {
    expect(found).toBe(wanted);
  });
}

test("the newest counts of a source follow from what was decided", () => {
  expect(state.standings.get(1)?.latest).toMatchObject({ count: 5001 });
  expect(state.standings.get(2)?.latest).toMatchObject({ count: 3 });
  expect(state.exchanges).toMatchObject([{ oldEndCount: 700_010, newStartCount: 40 }]);
  expect(state.rollovers).toMatchObject([{ firstCount: 12 }, { firstCount: 0 }]);
  expect(state.quarantines.size).toBe(0);
  expect([...state.discardedJumps.values()]).toMatchObject([{ sourceNo: 1, count: 9000 }]);
  expect(state.lastRound?.dueAtMs).toBe(firstDueAtMs + 13 * 3_600_000);
});

test("a run of entries comes to the same, and leaves the state that it began with", () => {
  for (const [begin, first] of states.entries()) {
    const before = structuredClone(first);
    const own: OwnMaps = new WeakSet();
    const run = told
      .slice(begin)
      .reduce((reached, { fact, place }) => fold(reached, fact, place, own), first);
    expect(run).toEqual(state);
    expect(first).toEqual(before);
  }
});

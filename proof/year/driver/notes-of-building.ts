/**
 * When the property manager hears of what persons on site know. An announced exchange he records
 * before the next round; what nobody announced he learns days later, when it has been looked into; of
 * some meters nobody ever tells him.
 */

import type { MeterFace, RandomBuilding, SiteNote } from "@mega/simulator";
import { chanceOf } from "../events/chance.ts";
import type { InvisibleFault, SiteChange, SiteNotes } from "./site-notes.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** One in so many troubled meters is left alone. */
const neglectedShare = 9;

/** The notes as the manager comes by them. */
export function notesOfBuilding({ scenario, siteNotes }: RandomBuilding): SiteNotes {
  const chance = chanceOf(scenario.seed, "persons");
  const troubled = [...new Set(siteNotes.map(({ meterId }) => meterId))];
  const neglected = new Set(troubled.filter(() => chance.fraction() * neglectedShare < 1));
  const changes = siteNotes.flatMap((note): SiteChange[] => {
    const lateMs = chance.whole(1, 24) * dayMs;
    if (note.kind === "exchange") {
      // Nobody on the way could know of it, and nobody says so.
      if (!note.visible && !note.announced) return [];
      if (!note.announced && neglected.has(note.meterId)) return [];
      return [exchangeOf(note, note.announced ? 2 * minuteMs : lateMs)];
    }
    if (note.kind !== "set-back" || neglected.has(note.meterId)) return [];
    return [setBackOf(note, lateMs)];
  });
  return { changes, neglected, invisible: siteNotes.flatMap(invisibleOf) };
}

function exchangeOf(note: Extract<SiteNote, { kind: "exchange" }>, lateMs: number): SiteChange {
  const { meterId, fromMs: atMs, taken, put } = note;
  return {
    kind: "exchanged",
    ...{ meterId, atMs, knownMs: atMs + lateMs },
    serial: put.tellsSerial ? put.serialNumber : null,
    indexes: indexesOf(taken, put),
  };
}

function setBackOf(note: Extract<SiteNote, { kind: "set-back" }>, lateMs: number): SiteChange {
  const { meterId, fromMs: atMs, lastSeen, goesOnFrom } = note;
  return {
    kind: "set-back",
    ...{ meterId, atMs, knownMs: atMs + lateMs, serial: null },
    indexes: indexesOf(lastSeen, goesOnFrom),
  };
}

function indexesOf(before: MeterFace, after: MeterFace): SiteChange["indexes"] {
  return Object.fromEntries(
    Object.entries(before.shown).map(([counterId, oldEnd]) => [
      counterId,
      { oldEnd, newStart: after.shown[counterId] ?? 0 },
    ]),
  );
}

function invisibleOf(note: SiteNote): InvisibleFault[] {
  const { visible, remedy, meterId, fromMs, toMs } = note;
  if (visible || remedy === null) return [];
  const unseen = (what: string, explains: InvisibleFault["explains"]) => [
    { meterId, fromMs, toMs, what, remedy, explains },
  ];
  if (note.kind === "exchange") {
    return unseen("exchange at a plausible index", { kind: "jump", micro: jumpOf(note) });
  }
  if (note.kind !== "fault" || note.fault.kind !== "late") return [];
  return unseen("messages that come late", { kind: "old", ageMs: note.fault.lateMs });
}

function jumpOf({ taken, put }: Extract<SiteNote, { kind: "exchange" }>) {
  return Object.fromEntries(
    Object.entries(put.shown).map(([counterId, shown]) => [
      counterId,
      shown - (taken.shown[counterId] ?? 0),
    ]),
  );
}

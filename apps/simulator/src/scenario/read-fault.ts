/** Reads one fault of a scenario file. */

import { alwaysMs, type Fault } from "./faults.ts";
import type { FieldReader } from "./field-reader.ts";
import type { ReadInstant } from "./instant-form.ts";

const idForm = /^[a-z0-9][a-z0-9-]{0,30}$/;
const serialForm = /^[A-Za-z0-9-]{1,40}$/;
const permille = { min: 0, max: 1000, whole: true };
const lateRange = { min: 1, max: 7 * 86_400_000, whole: true };
/** Late enough to have been given up, early enough to fall into the next turn. */
const usualLateMs = { min: 1100, max: 1800 };

const kinds = [
  "dead",
  "outage",
  "noisy",
  "slow",
  "duplicate",
  "glitch",
  "reset",
  "unsaved",
  "jitter",
  "export",
  "unit",
  "retained",
  "doubled",
  "late",
  "bad-payload",
  "mixed-up",
] as const satisfies readonly Fault["kind"][];

/** Reads a fault; what is wrong with it is collected by the reader. */
export function readFault(reader: FieldReader, readInstant: ReadInstant): Fault {
  const kind = reader.kind("kind", kinds);
  const fault = faultOf(kind, reader, readInstant);
  reader.done();
  return fault;
}

function faultOf(kind: Fault["kind"], reader: FieldReader, readInstant: ReadInstant): Fault {
  const during = () => readDuring(reader, readInstant);
  const share = (key: string) => reader.number(key, permille);
  switch (kind) {
    case "dead":
    case "unit":
      return { kind, ...during() };
    case "outage":
      return { kind, ...readSpan(reader, readInstant) };
    case "noisy":
      return noisy(reader, readInstant);
    case "slow":
      return {
        kind,
        turnaroundMs: reader.number("turnaroundMs", { min: 0, max: 5000 }),
        ...during(),
      };
    case "duplicate": {
      const otherSerial = reader.text("otherSerial", serialForm);
      const otherStart = reader.numbers("otherStart");
      return { kind, otherSerial, otherStart, ...during() };
    }
    case "glitch":
      return {
        kind,
        shows: reader.choice("shows", ["zero", "old", "high"]),
        ...readSpan(reader, readInstant),
      };
    case "reset":
    case "retained":
      return { kind, atMs: reader.instant("at", readInstant) };
    case "unsaved": {
      const minutes = reader.number("minutes", { min: 1, max: 10_080, whole: true });
      return { kind, atMs: reader.instant("at", readInstant), minutes };
    }
    case "jitter":
      return { kind, steps: reader.number("steps", { min: 1, max: 10, whole: true }), ...during() };
    case "export": {
      const unitsPerHour = reader.number("unitsPerHour", { min: 0, max: 1000 });
      const register = reader.choice("register", ["falls", "holds"]);
      return { kind, unitsPerHour, register, ...readSpan(reader, readInstant) };
    }
    case "doubled":
      return { kind, permille: share("permille"), ...during() };
    case "late":
      return {
        kind,
        permille: share("permille"),
        lateMs: reader.number("lateMs", lateRange),
        ...during(),
      };
    case "bad-payload": {
      const holds = reader.choice("holds", ["null", "text", "nan", "truncated", "negative"]);
      return { kind, permille: share("permille"), holds, ...during() };
    }
    case "mixed-up":
      return {
        kind,
        permille: share("permille"),
        other: reader.text("other", idForm),
        ...during(),
      };
  }
}

function noisy(reader: FieldReader, readInstant: ReadInstant): Fault {
  const lateMsMin = reader.numberOr("lateMsMin", lateRange, usualLateMs.min);
  const lateMsMax = reader.numberOr("lateMsMax", lateRange, Math.max(usualLateMs.max, lateMsMin));
  if (lateMsMax < lateMsMin) reader.refuse("lateMsMax", `a number from ${lateMsMin}`);
  const fault = {
    kind: "noisy",
    corruptPermille: reader.number("corruptPermille", permille),
    latePermille: reader.number("latePermille", permille),
    doubledPermille: reader.numberOr("doubledPermille", permille, 0),
    noisePermille: reader.numberOr("noisePermille", permille, 0),
    lateMsMin,
    lateMsMax,
    ...readDuring(reader, readInstant),
  } as const;
  const { corruptPermille, latePermille, doubledPermille, noisePermille } = fault;
  if (corruptPermille + latePermille + doubledPermille + noisePermille > 1000) {
    reader.refuse("noisePermille", "rates that add up to 1000 at most");
  }
  return fault;
}

/** When a fault holds; always where neither end is named. */
function readDuring(reader: FieldReader, readInstant: ReadInstant) {
  const fromMs = reader.has("from") ? reader.instant("from", readInstant) : 0;
  const toMs = reader.has("to") ? reader.instant("to", readInstant) : alwaysMs;
  if (toMs <= fromMs) reader.refuse("to", "an instant after from");
  return { fromMs, toMs };
}

/** Two ends that must both be named. */
function readSpan(reader: FieldReader, readInstant: ReadInstant) {
  const fromMs = reader.instant("from", readInstant);
  const toMs = reader.instant("to", readInstant);
  if (toMs <= fromMs) reader.refuse("to", "an instant after from");
  return { fromMs, toMs };
}

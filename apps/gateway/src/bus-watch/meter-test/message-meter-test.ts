/** The test of a meter that sends by itself: its newest message as received, and what it says. */

import type { MeterTest, TestClass, TestedCounter } from "@mega/contract";
import { decimalText, toUtcString } from "@mega/domain";
import type { InstalledMeter } from "@mega/installation";
import type { MeterReading } from "../../acquisition/meter-reading.ts";
import { hexOf } from "../frames/frame-words.ts";
import { classOfReason, gravest } from "./verdict.ts";

/** The newest message of a meter. */
interface NewestMessage {
  readonly receivedAtMs: number;
  readonly bytes: Uint8Array;
}

/** What a meter that sends by itself has sent. */
export interface HeardMeter {
  readonly reading: MeterReading;
  /** Null when nothing has come. */
  readonly newest: NewestMessage | null;
}

type Heard = Exclude<InstalledMeter, { kind: "modbus" | "manual" }>;
type Found = Omit<MeterTest, "at" | "tookMs">;

const TEXT_LENGTH_MAX = 8000;
const RAW_BYTES_MAX = 500;

/** What was heard of the meter; null when it is not saved and nobody listens for it. */
export function testHeardMeter(
  installed: Heard,
  needed: readonly string[],
  heard: HeardMeter | null,
): Found {
  const { meter, known } = installed;
  const tested = (heard?.reading.counters ?? []).map((entry) =>
    testedCounter(installed, entry, needed.includes(entry.counterId)),
  );
  const kind: TestClass =
    heard === null ? "config" : gravest(tested.flatMap((entry) => entry.kind ?? []));
  const failed = tested.find((entry) => entry.kind !== null);
  return {
    passed: kind === "ok",
    class: kind,
    meterId: meter.id,
    profileId: known.id,
    place: { kind: installed.kind, busId: null, address: null, text: placeText(installed) },
    exceptionCode: null,
    latencyMs: null,
    exchanges: [],
    message: messageOf(heard?.newest ?? null),
    counters: tested.map(({ counter }) => counter),
    live: (heard?.reading.live ?? []).map(({ name, value, unit }) => {
      return { name, value: decimalText(value), unit };
    }),
    serialNumber: heard?.reading.serialNumber ?? null,
    detail:
      heard === null
        ? "Nobody listens for this device before it is saved."
        : (failed?.counter.detail ?? ""),
  };
}

function testedCounter(
  installed: Heard,
  { counterId, observed, raw, takenAtMs }: MeterReading["counters"][number],
  needed: boolean,
): { readonly counter: TestedCounter; readonly kind: TestClass | null } {
  const { unit, decimals } = worthOf(installed, counterId);
  const common = { counterId, needed, unit, rawHex: hexOf(raw, RAW_BYTES_MAX) };
  if (observed.kind === "count") {
    const value = decimalText({ amount: observed.count, decimals });
    const takenAt = toUtcString(takenAtMs);
    return { counter: { ...common, state: "read", value, detail: "", takenAt }, kind: null };
  }
  const detail = "detail" in observed ? String(observed.detail ?? "").slice(0, 500) : "";
  const rest = { value: null, detail, takenAt: null };
  const lacks = !needed && observed.reason === "not-available";
  return lacks
    ? { counter: { ...common, ...rest, state: "not-supported" }, kind: null }
    : { counter: { ...common, ...rest, state: "failed" }, kind: classOfReason(observed.reason) };
}

function worthOf(installed: Heard, counterId: string): { unit: string; decimals: number } {
  if (installed.kind === "p1") {
    const spec = installed.profile.counters[counterId];
    return { unit: spec?.unit ?? "", decimals: spec?.decimals ?? 0 };
  }
  const counter = installed.mqtt.counters.find((entry) => entry.counterId === counterId);
  return { unit: counter?.keptUnit ?? "", decimals: counter?.decimals ?? 0 };
}

/** The port or the topics; a token is never told. */
function placeText(installed: Heard): string {
  if (installed.kind === "p1") return installed.meter.p1Port ?? "";
  return installed.mqtt.topics.join(", ").slice(0, 300);
}

function messageOf(newest: NewestMessage | null): MeterTest["message"] {
  if (newest === null) return null;
  const text = new TextDecoder().decode(newest.bytes).replaceAll("\u0000", "\ufffd");
  return {
    receivedAt: toUtcString(newest.receivedAtMs),
    bytes: newest.bytes.length,
    text: text.slice(0, TEXT_LENGTH_MAX),
  };
}

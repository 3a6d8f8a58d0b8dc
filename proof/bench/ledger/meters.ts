// The meters of the ledger's benchmark and what they send every hour: 32 on a line, 96 that publish, or
// with some of them behind P1 ports. What is kept as evidence is what the product's decoders keep.

import { toUtcString } from "@mega/domain";
import {
  configureMqttMeter,
  decodeMessage,
  evidenceOf,
  loadProfiles,
  parseTelegram,
} from "@mega/profiles";

/** How a meter is read. */
export type MeterKind = "bus" | "mqtt" | "p1";

/** One meter with its one counter. */
export interface LedgerMeter {
  readonly kind: MeterKind;
  readonly sourceNo: number;
  readonly serialNumber: string;
}

/** What came of a meter in an hour. */
export interface BenchReading {
  readonly takenAtMs: number;
  readonly count: number;
  readonly raw: Uint8Array;
}

const { profiles } = loadProfiles();
const text = new TextEncoder();

/** So many meters of each kind, numbered from 1. */
export function ledgerMeters(numbers: Readonly<Record<MeterKind, number>>): LedgerMeter[] {
  const all: readonly MeterKind[] = ["bus", "mqtt", "p1"];
  const kinds = all.flatMap((kind) => new Array<MeterKind>(numbers[kind]).fill(kind));
  return kinds.map((kind, at) => ({
    kind,
    sourceNo: at + 1,
    serialNumber: String(30_000_001 + at),
  }));
}

/** What a meter shows in an hour, thousandths of a kWh: flats use 1 to 5 MWh a year, not evenly. */
export function countOf({ sourceNo }: LedgerMeter, hour: number): number {
  const perHour = 150 + 3 * sourceNo;
  return 1_000_000 + 17_000 * sourceNo + perHour * hour + ((hour * 7919) % perHour);
}

/** What comes of a meter in an hour: a line is asked one after the other, others send when they like. */
export function readingOf(meter: LedgerMeter, hour: number, dueAtMs: number): BenchReading {
  const { kind, sourceNo } = meter;
  const count = countOf(meter, hour);
  const chance = (Math.imul(sourceNo * 92_821 + hour, 2_654_435_761) >>> 0) / 2 ** 32;
  const takenAtMs =
    kind === "bus"
      ? dueAtMs + 45 * sourceNo + Math.floor(8 * chance)
      : dueAtMs - Math.floor((kind === "mqtt" ? 60_000 : 1000) * chance);
  return { takenAtMs, count, raw: rawOf(meter, count, takenAtMs) };
}

function rawOf({ kind, serialNumber }: LedgerMeter, count: number, takenAtMs: number): Uint8Array {
  switch (kind) {
    case "bus":
      return floatWords(count / 1000);
    case "mqtt":
      return text.encode(
        `{"ts":"${toUtcString(takenAtMs)}","unit":"kWh","import":"${shown(count)}",` +
          `"serial":"${serialNumber}"}`,
      );
    case "p1":
      return text.encode(p1Lines(count, serialNumber, takenAtMs));
  }
}

/** A 32-bit float as two words, as most meters on a line have it. */
function floatWords(value: number): Uint8Array {
  const words = new DataView(new ArrayBuffer(4));
  words.setFloat32(0, value);
  return new Uint8Array(words.buffer);
}

function shown(count: number): string {
  return (count / 1000).toFixed(3);
}

function p1Lines(count: number, serialNumber: string, takenAtMs: number): string {
  const at = toUtcString(takenAtMs).replace(/^20|\..*|[^\d]/g, "");
  const day = Math.floor(count / 3);
  const tariff = (value: number) => shown(value).padStart(10, "0");
  return [
    "0-0:96.1.4(50217)",
    `0-0:96.1.1(${serialNumber})`,
    `0-0:1.0.0(${at}S)`,
    `1-0:1.8.1(${tariff(day)}*kWh)`,
    `1-0:1.8.2(${tariff(count - day)}*kWh)`,
    "",
  ].join("\r\n");
}

/** Throws when the product would keep other evidence of such messages than the benchmark stores. */
export function checkEvidence(): void {
  const profile = profiles.get("mqtt")?.profile;
  const [meter] = ledgerMeters({ bus: 0, mqtt: 1, p1: 0 });
  if (profile?.kind !== "mqtt" || meter === undefined) throw new Error("no profile mqtt");
  const atMs = Date.UTC(2026, 4, 2, 16, 3, 11);
  const raw = Buffer.from(rawOf(meter, 9_634_865, atMs)).toString();
  const payload = raw.replace(',"serial"', ',"export":"0.000","serial"');
  const configured = configureMqttMeter(profile, { mac: "020000000003", deviceChannel: 1 });
  const [route] = configured.routes;
  const decoded = route && decodeMessage(configured, route, text.encode(payload));
  const part = decoded?.kind === "message" ? decoded.parts.get("import") : undefined;
  const kept = part?.kind === "part" ? Buffer.from(part.evidence).toString() : "";
  if (kept !== raw) throw new Error(`The product keeps ${kept}, not ${raw}`);
  const p1 = profiles.get("p1")?.profile;
  const spec = p1?.kind === "p1" ? p1.counters["import"] : undefined;
  if (spec === undefined) throw new Error("no P1 profile with a counter import");
  const lines = p1Lines(9_634_865, "30000001", atMs);
  const telegram = parseTelegram(Buffer.from(`/X\r\n\r\n${lines}1-0:32.7.0(231.4*V)\r\n!`));
  const p1Kept = Buffer.from(evidenceOf(spec, telegram)).toString();
  if (p1Kept !== lines) throw new Error(`The product keeps ${p1Kept}, not ${lines}`);
}

/**
 * The telegram of the building's utility meter, with gas and water meters behind it, in the Belgian
 * form (e-MUCS P1: 1.8.1 is the day counter, gas stands in 24.2.3, water in 24.2.1). The checksum is
 * CRC-16/ARC (DSMR P1 companion standard 5.0.2 §6.2).
 */

import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { isDayTariff } from "../truth/hour-of-life.ts";
import type { WallClock } from "./wall-clock.ts";

/** One P1 port. */
export interface P1Meters {
  /** Exactly one whose load is "main", and its sub-meters. */
  readonly meters: readonly ScenarioMeter[];
  readonly truth: BuildingTruth;
  readonly wallClock: WallClock;
}

const hourMs = 3_600_000;
const fiveMinutesMs = 300_000;

/** The bytes of one telegram, from "/" to the line end after the checksum. */
export function p1Telegram(port: P1Meters, instantMs: number): Uint8Array {
  const main = port.meters.find((meter) => meter.load?.kind === "main");
  const subMeters = port.meters.filter((meter) => meter !== main);
  const lines = ["/MGA5\\253770001_A", "", "0-0:96.1.4(50217)"];
  if (main !== undefined) lines.push(...mainLines(main, port, instantMs));
  subMeters.forEach((meter, index) => {
    lines.push(...subMeterLines(meter, index + 1, port, instantMs));
  });
  const body = bytesOf(`${lines.join("\r\n")}\r\n!`);
  const checksum = checksumOf(body).toString(16).toUpperCase().padStart(4, "0");
  const telegram = new Uint8Array(body.length + checksum.length + 2);
  telegram.set(body);
  telegram.set(bytesOf(`${checksum}\r\n`), body.length);
  return telegram;
}

function mainLines(
  { id }: ScenarioMeter,
  { truth, wallClock }: P1Meters,
  instantMs: number,
): string[] {
  const kwh = (counterId: string) => fixed(truth.indexAt(id, counterId, instantMs), 6);
  const kw = (counterId: string) => fixed(truth.flowAt(id, counterId, instantMs), 2);
  const isDay = isDayTariff(Math.floor(instantMs / hourMs));
  return [
    `0-0:96.1.1(${hexOf(truth.serialAt(id, instantMs))})`,
    `0-0:1.0.0(${p1Time(wallClock, instantMs)})`,
    `1-0:1.8.1(${kwh("importDay")}*kWh)`,
    `1-0:1.8.2(${kwh("importNight")}*kWh)`,
    `1-0:2.8.1(${kwh("exportDay")}*kWh)`,
    `1-0:2.8.2(${kwh("exportNight")}*kWh)`,
    `0-0:96.14.0(${isDay ? "0001" : "0002"})`,
    `1-0:1.4.0(${kw("import")}*kW)`,
    `1-0:1.7.0(${kw("import")}*kW)`,
    `1-0:2.7.0(${kw("export")}*kW)`,
    "1-0:32.7.0(231.4*V)",
    "1-0:52.7.0(230.8*V)",
    "1-0:72.7.0(232.0*V)",
    "0-0:96.3.10(1)",
  ];
}

function subMeterLines(
  { id, load }: ScenarioMeter,
  n: number,
  { truth, wallClock }: P1Meters,
  instantMs: number,
): string[] {
  const isGas = load?.kind === "gas";
  // A gas or water meter tells the utility meter its index every five minutes.
  const capturedAtMs = Math.floor(instantMs / fiveMinutesMs) * fiveMinutesMs;
  const index = fixed(truth.indexAt(id, "volume", capturedAtMs), 5);
  return [
    `0-${n}:24.1.0(${isGas ? "003" : "007"})`,
    `0-${n}:96.1.1(${hexOf(truth.serialAt(id, instantMs))})`,
    `0-${n}:24.2.${isGas ? 3 : 1}(${p1Time(wallClock, capturedAtMs)})(${index}*m3)`,
  ];
}

/** Micro-units with three decimals, cut, and the digits before the point that the standard asks. */
function fixed(micro: number, wholeDigits: number): string {
  const thousandths = Math.floor(micro / 1000);
  const whole = String(Math.floor(thousandths / 1000)).padStart(wholeDigits, "0");
  return `${whole}.${String(thousandths % 1000).padStart(3, "0")}`;
}

/** YYMMDDhhmmss and S in summer, W in winter. */
function p1Time(wallClock: WallClock, instantMs: number): string {
  const at = wallClock(instantMs);
  const parts = [at.year % 100, at.month, at.day, at.hour, at.minute, at.second];
  const digits = parts.map((part) => String(part).padStart(2, "0")).join("");
  return `${digits}${at.offsetMinutes === 120 ? "S" : "W"}`;
}

function hexOf(text: string): string {
  const codes = [...bytesOf(text)].map((code) => code.toString(16).toUpperCase().padStart(2, "0"));
  return codes.join("");
}

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}

/** CRC-16/ARC: polynomial 0x8005 reflected, initial value 0. */
function checksumOf(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

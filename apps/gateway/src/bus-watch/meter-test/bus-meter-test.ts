/** The test of a meter on a bus: one read of everything it has, with every frame. */

import type { MeterTest, TestClass, TestExchange, TestedCounter } from "@mega/contract";
import { type Clock, decimalText, toUtcString } from "@mega/domain";
import type { InstalledModbusMeter } from "@mega/installation";
import type { Transport } from "@mega/modbus";
import { type DecodedMeter, decodeMeter, wantedRanges } from "@mega/profiles";
import type { RangeAnswer } from "../../acquisition/bus/meter-question.ts";
import {
  answerTimes,
  blocksOf,
  latencyOf,
  modbusQuestion,
  placeOfCounter,
} from "../../acquisition/modbus-question.ts";
import { hexOf, questionWords } from "../frames/frame-words.ts";
import type { ExchangeEvidence, TestedRead, WatchedBuses } from "../watched-buses.ts";
import {
  classOfReason,
  countersPass,
  exceptionCodeOf,
  gravest,
  implausible,
  isCutShort,
  isUnsupported,
} from "./verdict.ts";

/** What a test on a bus works on. */
export interface BusTestOptions {
  readonly clock: Clock;
  readonly buses: Pick<WatchedBuses, "readTested">;
  readonly installed: InstalledModbusMeter;
  readonly needed: readonly string[];
  readonly transport: Transport;
  /** The line or peer, as configured. */
  readonly linkText: string;
}

type Found = Omit<MeterTest, "at" | "tookMs" | "message">;

/** Asks the meter everything it has. */
export async function testBusMeter(options: BusTestOptions): Promise<Found> {
  const { installed, buses } = options;
  const counters = installed.counterIds;
  const asked = { counters, live: "all", serialNumber: true } as const;
  const wanted = wantedRanges(installed.profile, asked);
  const read = await buses.readTested(modbusQuestion(installed, wanted, "interactive"));
  const decoded = decodeMeter(installed.profile, blocksOf(wanted, read.answers), installed.units);
  const times = answerTimes(wanted, read.answers);
  const refused = refusalsOf(wanted, read.answers);
  const tested = counters.map((counterId) => {
    const place = placeOfCounter(installed, counterId);
    const takenAtMs = times.get(place);
    const needed = options.needed.includes(counterId);
    return testedCounter({
      counterId,
      needed,
      found: decoded.counters[counterId],
      unit: installed.profile.counters[counterId]?.unit ?? "",
      exceptionCode: refused.get(place) ?? null,
      takenAtMs,
    });
  });
  return conclusion(options, read, decoded, tested);
}

function conclusion(
  { installed, transport, linkText }: BusTestOptions,
  { answers, exchanges }: TestedRead,
  decoded: DecodedMeter,
  tested: readonly Tested[],
): Found {
  const { meter, known } = installed;
  const live = Object.entries(decoded.live).flatMap(([name, { value, unit }]) =>
    value === null ? [] : [{ name, value, unit }],
  );
  const counters = tested.map(({ counter }) => counter);
  const strange = implausible(live);
  const another = otherSerial(meter.serialNumber, decoded.serialNumber);
  const classes: TestClass[] = [
    ...tested.flatMap(({ kind }) => kind ?? []),
    ...(another === undefined ? [] : (["wrong-type"] as const)),
    ...(strange === undefined ? [] : (["implausible"] as const)),
  ];
  const worst = gravest(classes);
  // Noise without a frame in it is a time-out to rounds; here somebody can see that it was noise.
  const noisy = worst === "timeout" && exchanges.some((exchange) => exchange.kind === "crc");
  const spoilt = noisy || worst === "crc";
  const kind = spoilt ? (isCutShort(exchanges) ? "short" : "crc") : worst;
  const failed = tested.find((entry) => entry.kind !== null);
  return {
    passed: kind === "ok" && countersPass(counters),
    class: kind,
    meterId: meter.id,
    profileId: known.id,
    place: {
      kind: "bus",
      busId: meter.bus ?? null,
      address: meter.address ?? null,
      text: linkText,
    },
    exceptionCode: failed?.exceptionCode ?? null,
    latencyMs: latencyOf(answers),
    exchanges: exchanges.map((exchange) => exchangeOf(exchange, transport)),
    counters,
    live: live.map(({ name, value, unit }) => ({ name, value: decimalText(value), unit })),
    serialNumber: decoded.serialNumber ?? null,
    detail: kind === "ok" ? "" : (failed?.counter.detail ?? another ?? strange ?? ""),
  };
}

/** Codes by place of what the meter refused. */
function refusalsOf(
  wanted: ReturnType<typeof wantedRanges>,
  answers: readonly RangeAnswer[],
): ReadonlyMap<string, number> {
  return new Map(
    wanted.flatMap((range, index) => {
      const answer = answers[index];
      const code = answer?.kind === "none" ? exceptionCodeOf(answer.detail) : null;
      return code === null ? [] : [[`${range.function}:${range.wordAddress}`, code] as const];
    }),
  );
}

interface Tested {
  readonly counter: TestedCounter;
  /** What is wrong; null when nothing is. */
  readonly kind: TestClass | null;
  readonly exceptionCode: number | null;
}

function testedCounter(parts: {
  readonly counterId: string;
  readonly needed: boolean;
  readonly found: DecodedMeter["counters"][string] | undefined;
  readonly unit: string;
  readonly exceptionCode: number | null;
  readonly takenAtMs: number | undefined;
}): Tested {
  const { counterId, needed, found, exceptionCode, takenAtMs } = parts;
  const common = {
    counterId,
    needed,
    rawHex: hexOf(found?.raw ?? new Uint8Array(0)),
    takenAt: takenAtMs === undefined || takenAtMs === 0 ? null : toUtcString(takenAtMs),
  };
  if (found?.kind === "count") {
    const value = decimalText({ amount: found.count, decimals: found.decimals });
    const counter = { ...common, state: "read" as const, value, unit: found.unit, detail: "" };
    return { counter, kind: null, exceptionCode: null };
  }
  const { reason = "not-polled", detail = "" } = found ?? {};
  const rest = { value: null, unit: parts.unit, detail: detail.slice(0, 500) };
  if (!needed && (isUnsupported(reason, exceptionCode) || reason === "not-available")) {
    const counter = { ...common, ...rest, state: "not-supported" as const };
    return { counter, kind: null, exceptionCode: null };
  }
  const counter = { ...common, ...rest, state: "failed" as const };
  return { counter, kind: classOfReason(reason), exceptionCode };
}

function exchangeOf(exchange: ExchangeEvidence, transport: Transport): TestExchange {
  const { atMs, sent, received, kind, exceptionCode, turnaroundMs } = exchange;
  const words = questionWords(transport, sent);
  return {
    at: toUtcString(atMs),
    functionCode: words.functionCode ?? 1,
    wordAddress: words.wordAddress ?? 0,
    wordCount: words.wordCount ?? 0,
    sentHex: hexOf(sent),
    receivedHex: hexOf(received),
    class: kind,
    exceptionCode,
    latencyMs: turnaroundMs === null ? null : Math.round(turnaroundMs * 10) / 10,
  };
}

function otherSerial(expected: string | undefined, found: string | undefined): string | undefined {
  if (expected === undefined || found === undefined || expected === found) return undefined;
  return `the serial number is ${found}, ${expected} is configured`;
}

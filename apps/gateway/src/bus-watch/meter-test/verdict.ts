/** What a test found, as one class: the gravest, since each class is sought in another place. Pure. */

import type { TestClass, TestedCounter } from "@mega/contract";
import type { MissingReason } from "@mega/domain";
import { isShort } from "../recorder/reply-shape.ts";
import type { ExchangeEvidence } from "../watched-buses.ts";

/** Exceptions by which a meter says that it does not have what it was asked for. */
const unsupported: readonly number[] = [1, 2, 3];
/** Beyond these no mains is, so that words are in the wrong order or of another meter. */
const HERTZ = { least: 45, most: 65 };
const VOLTS_MAX = 520;

/** A figure of the moment with its unit. */
interface Figure {
  readonly value: { readonly amount: number; readonly decimals: number };
  readonly unit: string;
}

/** The class of a reason for which a counter did not come. */
export function classOfReason(reason: MissingReason): TestClass {
  switch (reason) {
    case "timeout":
      return "timeout";
    case "bad-crc":
      return "crc";
    case "wrong-reply":
      return "wrong-reply";
    case "exception":
      return "exception";
    case "bus-down":
    case "not-polled":
      return "bus-down";
    case "not-available":
      return "wrong-type";
    case "no-message":
      return "no-message";
    case "stale-message":
      return "stale";
    case "bad-payload":
      return "bad-payload";
    default:
      return "wrong-type";
  }
}

/** Whether a refusal only says that the meter lacks a register nobody needs. */
export function isUnsupported(reason: MissingReason, exceptionCode: number | null): boolean {
  return reason === "exception" && exceptionCode !== null && unsupported.includes(exceptionCode);
}

/** The code of "exception 2", as answers of the bus tell it. */
export function exceptionCodeOf(detail: string): number | null {
  const code = /^exception (\d{1,3})$/.exec(detail)?.[1];
  return code === undefined ? null : Number(code);
}

const order: readonly TestClass[] = [
  "config",
  "bus-down",
  "timeout",
  "short",
  "crc",
  "wrong-reply",
  "exception",
  "no-message",
  "stale",
  "bad-payload",
  "wrong-type",
  "implausible",
];

/** The gravest of the classes found; "ok" without one. */
export function gravest(classes: readonly TestClass[]): TestClass {
  return order.find((candidate) => classes.includes(candidate)) ?? "ok";
}

/** Whether a spoilt reply was only cut short: the wire let go, or the adapter did. */
export function isCutShort(exchanges: readonly ExchangeEvidence[]): boolean {
  const spoilt = exchanges.filter(({ kind }) => kind === "crc");
  return spoilt.length > 0 && spoilt.every(({ sent, received }) => isShort(sent, received));
}

/** A figure that no meter of a mains shows; undefined when all can be. */
export function implausible(
  live: readonly (Figure & { readonly name: string })[],
): string | undefined {
  const wrong = live.find(({ value, unit }) => {
    const amount = value.amount / 10 ** value.decimals;
    if (unit === "V") return Math.abs(amount) > VOLTS_MAX;
    return unit === "Hz" && amount !== 0 && (amount < HERTZ.least || amount > HERTZ.most);
  });
  if (wrong === undefined) return undefined;
  return `${wrong.name} is ${wrong.value.amount / 10 ** wrong.value.decimals} ${wrong.unit}`;
}

/** Whether counters alone let a test pass. */
export function countersPass(
  counters: readonly Pick<TestedCounter, "needed" | "state">[],
): boolean {
  return counters.every(({ needed, state }) => state === "read" || (state !== "failed" && !needed));
}

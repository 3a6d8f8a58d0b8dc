/**
 * Listens to a line while nobody speaks, then asks a few meters one harmless question each: noise,
 * an echo and a dead line show before any meter is blamed.
 */

import type { BusConfig, LineCheck } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import { hexOf } from "../frames/frame-words.ts";
import { hasEcho } from "../recorder/reply-shape.ts";
import { probeTimeoutMs } from "../scan/probe-time.ts";
import type { ProbeAnswer, WatchedBuses } from "../watched-buses.ts";

/** How long is listened. */
const LISTEN_MS = 2000;
/** Meters that are asked. */
const ASKED_MAX = 3;
/** A stray character when an adapter wakes is no noise. */
const NOISE_BYTES_MIN = 3;

/** What a check works on. */
export interface LineCheckOptions {
  readonly clock: Clock;
  readonly buses: Pick<WatchedBuses, "probe" | "hearIdle">;
  readonly bus: BusConfig;
  readonly up: boolean;
  /** Addresses of configured meters, those that answer first. */
  readonly addresses: readonly number[];
}

type Asked = LineCheck["asked"][number];

/** Checks a line; takes two seconds and a few questions. */
export async function checkLine(options: LineCheckOptions): Promise<LineCheck> {
  const { clock, buses, bus, up, addresses } = options;
  const at = toUtcString(clock.nowMs());
  const serial = bus.link.kind !== "modbus-tcp";
  if (!up) {
    const echo = serial ? ("unknown" as const) : ("not-serial" as const);
    return { at, listenedMs: 0, heardBytes: 0, heardHex: "", echo, asked: [], verdict: "closed" };
  }
  const heard = await buses.hearIdle(bus.id, LISTEN_MS);
  const answers: { readonly unit: number; readonly answer: ProbeAnswer }[] = [];
  for (const unit of addresses.slice(0, ASKED_MAX)) {
    const timeoutMs = 2 * probeTimeoutMs(bus);
    answers.push({ unit, answer: await buses.probe({ busId: bus.id, unit, timeoutMs }) });
  }
  const echo = serial ? echoOf(answers.map(({ answer }) => answer)) : "not-serial";
  const asked = answers.map(({ unit, answer }) => askedOf(unit, answer));
  return {
    at,
    listenedMs: LISTEN_MS,
    heardBytes: heard.bytes,
    heardHex: hexOf(heard.sample),
    echo,
    asked,
    verdict: verdictOf(heard.bytes, echo, asked),
  };
}

/** The gravest thing found, in the order in which an electrician looks. */
function verdictOf(
  heardBytes: number,
  echo: LineCheck["echo"],
  asked: readonly Pick<Asked, "class">[],
): LineCheck["verdict"] {
  const classes = asked.map((entry) => entry.class);
  const answered = classes.filter((entry) => entry === "ok" || entry === "exception").length;
  if (heardBytes >= NOISE_BYTES_MIN) return "noise";
  if (classes.some((entry) => entry === "crc" || entry === "wrong-reply")) return "garbled";
  if (classes.length > 0 && answered === 0) return "silent";
  if (echo === "yes") return "echo";
  return classes.length === 0 ? "nobody-asked" : "good";
}

/** Our own question stands before what came, or came alone. */
function echoOf(answers: readonly ProbeAnswer[]): "yes" | "no" | "unknown" {
  const exchanges = answers.flatMap(({ exchange }) => (exchange === null ? [] : [exchange]));
  const heard = exchanges.filter(({ received }) => received.length > 0);
  if (heard.some(({ sent, received }) => hasEcho(sent, received))) return "yes";
  return heard.length > 0 ? "no" : "unknown";
}

function askedOf(address: number, { exchange, kind }: ProbeAnswer): Asked {
  const silent = kind === "given-up" ? "bus-down" : "timeout";
  return {
    address,
    class: exchange?.kind ?? silent,
    latencyMs: exchange?.turnaroundMs ?? null,
    sentHex: hexOf(exchange?.sent ?? new Uint8Array(0)),
    receivedHex: hexOf(exchange?.received ?? new Uint8Array(0)),
  };
}

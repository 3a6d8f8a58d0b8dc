/** TEST BROKER: goes every step that service goes and sends a message to itself. */

import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TestReport } from "@mega/contract";
import type { Clock } from "@mega/domain";
import type { MqttClient } from "mqtt";
import { resolveHost } from "../system/resolve-host.ts";
import { type StepEnd, TestRun } from "../system/test-run.ts";
import type { BrokerTarget } from "./broker-target.ts";
import { logIn, publishRoundTrip, subscribe, unsubscribe } from "./mqtt-steps.ts";
import { openTcp, openTls, type SeenCertificate } from "./open-stream.ts";

/** Milliseconds that each step may take. */
export interface BrokerTestLimits {
  readonly stepMs: number;
}

const limitsDefault: BrokerTestLimits = { stepMs: 5_000 };
const stepNames = ["resolve", "connect", "tls", "login", "subscribe", "publish", "unsubscribe"];

/** Runs the test; leaves nothing behind at the broker. */
export async function testBroker(
  clock: Clock,
  target: BrokerTarget,
  limits: BrokerTestLimits = limitsDefault,
): Promise<TestReport> {
  const run = new TestRun(clock);
  run.fact("server", `${target.host}:${target.port}`);
  const begun: string[] = [];
  const failed = await steps(run, clock, { target, limits, begun });
  run.skip(stepNames.slice(begun.length));
  return run.report(failed);
}

interface Ways {
  readonly target: BrokerTarget;
  readonly limits: BrokerTestLimits;
  /** Names of the steps that were made or are settled. */
  readonly begun: string[];
}

/** Makes the steps; answers the advice of the one that failed, null when none did. */
async function steps(run: TestRun, clock: Clock, ways: Ways): Promise<string | null> {
  const { target, begun } = ways;
  const { stepMs } = ways.limits;
  const stepOf = <Value>(name: string, make: () => Promise<StepEnd<Value>>) => {
    begun.push(name);
    return run.step(name, make);
  };
  const resolved = await stepOf("resolve", () => resolveStep(clock, target, stepMs));
  if (resolved.kind === "failed") return resolved.advice;
  const { port, host } = target;
  const place = { address: resolved.value, port };
  const tcp = await stepOf("connect", () => openTcp(clock, place, stepMs));
  if (tcp.kind === "failed") return tcp.advice;
  let stream: Duplex = tcp.value;
  try {
    if (!target.tls) {
      begun.push("tls");
      run.skip(["tls"], "mqtt://");
    } else {
      const socket = tcp.value;
      const tell = (certificate: SeenCertificate) => tellCertificate(run, certificate);
      const tls = await stepOf("tls", () => openTls(clock, { socket, host }, stepMs, tell));
      if (tls.kind === "failed") return tls.advice;
      stream = tls.value.stream;
    }
    const login = await stepOf("login", () => loginStep(clock, { ...ways, stream, place }));
    if (login.kind === "failed") return login.advice;
    const { client } = login.value;
    try {
      return await talk(clock, client, { stepOf, stepMs });
    } finally {
      client.end(true);
    }
  } finally {
    stream.destroy();
  }
}

/** Subscribes, sends, ends; answers the advice of what failed. */
async function talk(
  clock: Clock,
  client: MqttClient,
  {
    stepOf,
    stepMs,
  }: {
    readonly stepOf: <Value>(
      name: string,
      make: () => Promise<StepEnd<Value>>,
    ) => Promise<StepEnd<Value>>;
    readonly stepMs: number;
  },
): Promise<string | null> {
  const topic = `mega/test/${randomBytes(8).toString("hex")}`;
  for (const [name, make] of [
    ["subscribe", subscribe],
    ["publish", publishRoundTrip],
    ["unsubscribe", unsubscribe],
  ] as const) {
    const end = await stepOf(name, () => make(clock, client, topic, stepMs));
    if (end.kind === "failed") return end.advice;
  }
  return null;
}

async function resolveStep(
  clock: Clock,
  { host }: BrokerTarget,
  stepMs: number,
): Promise<StepEnd<string>> {
  const found = await resolveHost(host, clock, stepMs);
  if (found.kind === "failed")
    return { kind: "failed", said: `${host}: ${found.said}`, advice: "check-host" };
  return { kind: "ok", value: found.address, said: found.address };
}

/** Logs in with MQTT 5, and on a connection of its own with MQTT 3.1.1 where that is not spoken. */
async function loginStep(
  clock: Clock,
  {
    target,
    limits,
    stream,
    place,
  }: Ways & { readonly stream: Duplex; readonly place: { address: string; port: number } },
) {
  const { user, password, host, tls } = target;
  const { stepMs } = limits;
  const newer = await logIn(clock, stream, { user, password, version: 5 }, stepMs);
  if (newer.kind === "ok" || newer.wrongVersion !== true) return newer;
  const tcp = await openTcp(clock, place, stepMs);
  if (tcp.kind === "failed") return tcp;
  const socket: Socket = tcp.value;
  const again = tls ? await openTls(clock, { socket, host }, stepMs, () => undefined) : null;
  if (again?.kind === "failed") return again;
  const older = again === null ? socket : again.value.stream;
  const end = await logIn(clock, older, { user, password, version: 4 }, stepMs);
  if (end.kind === "failed") older.destroy();
  return end;
}

function tellCertificate(run: TestRun, { subject, issuer, validTo }: SeenCertificate): void {
  run.fact("certificate", `${subject} (${issuer})`);
  run.fact("certificateUntil", validTo);
}

/**
 * The MQTT steps of the test on a connection that is open: login, a subscription, a message to
 * oneself, the end of the subscription. MQTT 5 is tried first because its refusals carry reasons.
 */

import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { type Clock, sleep } from "@mega/domain";
import { type IClientOptions, MqttClient, ReasonCodes } from "mqtt";
import type { StepEnd } from "../system/test-run.ts";

/** A client whose login succeeded. */
export interface LoggedIn {
  readonly client: MqttClient;
}

/** Ends what takes longer. */
const late = Symbol("late");

async function within<Value>(clock: Clock, withinMs: number, work: Promise<Value>) {
  const over = new AbortController();
  const timer = sleep(clock, withinMs, over.signal).then((): typeof late => late);
  try {
    return await Promise.race([work, timer]);
  } finally {
    over.abort();
  }
}

/** How to log in. */
export interface Login {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly version: 4 | 5;
}

/** Logs in on the stream. A broker that does not speak the version says so or hangs up. */
export async function logIn(
  clock: Clock,
  stream: Duplex,
  { user, password, version }: Login,
  withinMs: number,
): Promise<StepEnd<LoggedIn> & { readonly wrongVersion?: boolean }> {
  const options: IClientOptions = {
    clientId: `mega-test-${randomBytes(6).toString("hex")}`,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: withinMs,
    keepalive: 30,
    protocolVersion: version,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
  };
  const client = new MqttClient(() => stream, options);
  client.on("error", () => undefined);
  const ended = new Promise<StepEnd<LoggedIn> & { readonly wrongVersion?: boolean }>((resolve) => {
    client.once("connect", () =>
      resolve({ kind: "ok", value: { client }, said: `CONNACK 0, MQTT ${versionWords(version)}` }),
    );
    client.on("error", (error) => {
      const code = (error as { code?: unknown }).code;
      resolve({
        kind: "failed",
        said: typeof code === "number" ? `CONNACK ${code}: ${reasonOf(code)}` : error.message,
        advice: typeof code === "number" ? loginAdvice(code) : "check-broker-protocol",
        // 1 in MQTT 3.1.1, 132 in MQTT 5: unacceptable protocol version.
        wrongVersion: code === 1 || code === 132,
      });
    });
    client.once("close", () =>
      resolve({
        kind: "failed",
        said: "closed by the broker without an answer",
        advice: "check-broker-protocol",
        wrongVersion: version === 5,
      }),
    );
  });
  const end = await within(clock, withinMs, ended);
  if (end !== late) {
    if (end.kind === "failed") client.end(true);
    return end;
  }
  client.end(true);
  return { kind: "failed", said: "CONNACK: timeout", advice: "check-broker-protocol" };
}

function versionWords(version: 4 | 5): string {
  return version === 5 ? "5" : "3.1.1";
}

function loginAdvice(code: number): string {
  // Bad user name or password, not authorized; in MQTT 3.1.1 and in MQTT 5.
  if ([4, 5, 134, 135].includes(code)) return "check-login";
  return [3, 136, 137].includes(code) ? "try-again" : "check-broker-protocol";
}

/** Subscribes to a topic. */
export async function subscribe(
  clock: Clock,
  client: MqttClient,
  topic: string,
  withinMs: number,
): Promise<StepEnd<null>> {
  const asked = client.subscribeAsync(topic, { qos: 1 }).then(
    (grants): StepEnd<null> => {
      const code = grants[0]?.qos ?? 128;
      if (code < 128) return { kind: "ok", value: null, said: `SUBACK ${code}, ${topic}` };
      return refused("SUBACK", code, topic);
    },
    (error: unknown): StepEnd<null> => refused("SUBACK", codeOf(error), topic, error),
  );
  return orLate(await within(clock, withinMs, asked), "SUBACK");
}

/** Publishes and waits for the message to come back. */
export async function publishRoundTrip(
  clock: Clock,
  client: MqttClient,
  topic: string,
  withinMs: number,
): Promise<StepEnd<null>> {
  const payload = randomBytes(12).toString("hex");
  const back = new Promise<StepEnd<null>>((resolve) => {
    client.on("message", (from, message) => {
      if (from === topic && message.toString() === payload)
        resolve({ kind: "ok", value: null, said: `PUBACK 0, ${topic}` });
    });
  });
  const refusal = new Promise<StepEnd<null>>((resolve) => {
    client.publishAsync(topic, payload, { qos: 1 }).then(
      (packet) => {
        const code = (packet as { reasonCode?: number } | undefined)?.reasonCode ?? 0;
        if (code >= 128) resolve(refused("PUBACK", code, topic));
      },
      (error: unknown) => resolve(refused("PUBACK", codeOf(error), topic, error)),
    );
  });
  const end = await within(clock, withinMs, Promise.race([back, refusal]));
  if (end !== late) return end;
  // MQTT 3.1.1 has no refusal of a message: it is acknowledged and dropped.
  return { kind: "failed", said: `${topic}: no message came back`, advice: "check-broker-topic" };
}

/** Ends the subscription. */
export async function unsubscribe(
  clock: Clock,
  client: MqttClient,
  topic: string,
  withinMs: number,
): Promise<StepEnd<null>> {
  const asked = client.unsubscribeAsync(topic).then(
    (): StepEnd<null> => ({ kind: "ok", value: null, said: "UNSUBACK 0" }),
    (error: unknown): StepEnd<null> => refused("UNSUBACK", codeOf(error), topic, error),
  );
  return orLate(await within(clock, withinMs, asked), "UNSUBACK");
}

function orLate(end: StepEnd<null> | typeof late, packet: string): StepEnd<null> {
  if (end !== late) return end;
  return { kind: "failed", said: `${packet}: timeout`, advice: "check-broker-protocol" };
}

function refused(
  packet: string,
  code: number | null,
  topic: string,
  error?: unknown,
): StepEnd<null> {
  const words = error instanceof Error ? error.message : "";
  const said = code === null ? `${packet}: ${words}` : `${packet} ${code}: ${reasonOf(code)}`;
  return { kind: "failed", said: `${said} (${topic})`, advice: "check-broker-topic" };
}

function codeOf(error: unknown): number | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "number" ? code : null;
}

function reasonOf(code: number): string {
  const names = ReasonCodes as Readonly<Record<number, string>>;
  return names[code] ?? "refused";
}

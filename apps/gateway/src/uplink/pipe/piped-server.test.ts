import { createHash } from "node:crypto";
import { movedClock } from "@mega/domain";
import {
  encodeAck,
  encodeCall,
  makePipeNumber,
  openPipe,
  type PipeEnvelope,
  type PipeHead,
  pipeKeysOf,
  pipeTopic,
  readPipe,
  sealPipe,
} from "@mega/uplink";
import { beforeEach, expect, test } from "vitest";
import type { BrokerConnectionOptions } from "../../acquisition/mqtt/broker-connection.ts";
import type { ServerRequest } from "../ask-server.ts";
import type { ServerOutcome } from "../server-outcome.ts";
import { PipedServer } from "./piped-server.ts";

const secret = "s".repeat(43);
const bearer = `mega1.7.${secret}`;
const secretHash = createHash("sha256").update(secret).digest();
const up = pipeKeysOf(secretHash, "up");
const down = pipeKeysOf(secretHash, "down");
const batch = new TextEncoder().encode("a batch");
const head = new TextEncoder().encode('{"headSeq":10}');
const byHttps: ServerOutcome = { kind: "answered", status: 200, bytes: new Uint8Array() };
const request: ServerRequest = {
  ...{ method: "POST", path: "/v1/batch", bearer },
  body: { type: "application/cbor", bytes: batch },
};
const never = new AbortController().signal;

/** A broker that carries what the test wants. */
class TestBroker {
  connected = true;
  options: BrokerConnectionOptions | undefined;
  readonly sent: PipeEnvelope[] = [];
  /** Answers a message; nothing by itself. */
  onSent: (message: PipeEnvelope) => void = () => undefined;

  readonly connect = (options: BrokerConnectionOptions) => {
    this.options = options;
    return {
      start: () => undefined,
      stop: async () => undefined,
      publish: (topic: string, bytes: Uint8Array) => {
        const envelope = readPipe(bytes);
        expect(topic).toBe("mega/7/up");
        if (envelope === undefined) throw new Error("no message");
        this.sent.push(envelope);
        this.onSent(envelope);
        return this.connected;
      },
      state: {
        connected: this.connected,
        connects: 1,
        fault: this.connected ? undefined : "Nobody is there.",
      },
    };
  };

  deliver(bytes: Uint8Array, { topic = pipeTopic(7, "down"), retained = false } = {}): void {
    this.options?.onMessage(topic, bytes, retained);
  }
}

let clock: ReturnType<typeof movedClock>;
let broker: TestBroker;
let asked: string[];
let server: PipedServer;
beforeEach(() => {
  clock = movedClock({ startMs: Date.UTC(2026, 10, 26) });
  broker = new TestBroker();
  asked = [];
  server = new PipedServer({
    clock,
    settings: { url: "mqtt://broker", user: undefined, password: undefined },
    direct: {
      ask: async ({ path }) => {
        asked.push(path);
        return byHttps;
      },
      close: () => undefined,
    },
    generation: () => 1,
    draw: () => 0.999,
    connect: broker.connect,
  });
});

const ack = (
  to: PipeEnvelope,
  { status = 200, ...other }: Partial<PipeHead> & { status?: number } = {},
) => sealPipe(down, { ...headOf(to), ...other }, encodeAck({ status, body: head }));
const headOf = ({ gatewayId, generation, number }: PipeEnvelope): PipeHead => {
  return { kind: "ack", gatewayId, generation, number };
};

/** Asks, and lets the time pass in which an answer is awaited. */
async function ask(of: ServerRequest = request): Promise<ServerOutcome> {
  const answer = server.ask(of, never);
  await clock.advanceBy(4000);
  return answer;
}

test("a batch goes through the pipe and is answered by the server's yes", async () => {
  broker.onSent = (message) => broker.deliver(ack(message));
  expect(await ask()).toEqual({ kind: "answered", status: 200, bytes: head });
  expect(asked).toEqual([]);
  const [sent] = broker.sent;
  expect(sent && openPipe(up, sent)).toEqual(batch);
  expect(broker.options).toMatchObject({ qos: 0, topics: ["mega/7/down"], login: { token: "7" } });
});

test("one batch after another goes through, however many", async () => {
  broker.onSent = (message) => broker.deliver(ack(message));
  for (let times = 0; times < 9; times++) await ask();
  expect([broker.sent.length, asked.length]).toEqual([9, 0]);
  expect(server.pipe).toEqual({ connected: true, fault: null, batches: 9 });
});

test("everything else is asked by HTTPS", async () => {
  await ask({ method: "GET", path: "/v1/ledger", bearer });
  await ask({ ...request, path: "/v1/keys", method: "PUT" });
  const large = { type: "application/cbor", bytes: new Uint8Array(2 ** 20) } as const;
  await ask({ ...request, body: large });
  expect([asked, broker.sent]).toEqual([["/v1/ledger", "/v1/keys", "/v1/batch"], []]);
});

test("where the answer stays away HTTPS is asked, and the pipe has a growing pause", async () => {
  expect(await ask()).toBe(byHttps);
  expect(await ask()).toBe(byHttps);
  expect(broker.sent).toHaveLength(1);
  await clock.advanceBy(4000);
  await ask();
  expect(broker.sent).toHaveLength(2);
  await clock.advanceBy(3000);
  await ask();
  expect(broker.sent).toHaveLength(2);
  await clock.advanceBy(8000);
  broker.onSent = (message) => broker.deliver(ack(message));
  await ask();
  await ask();
  expect([broker.sent.length, asked.length]).toEqual([4, 4]);
});

test("a broker that is away is not waited for, and why it is away is told", async () => {
  broker.connected = false;
  expect(server.pipe).toBe(null);
  expect(await server.ask(request, never)).toBe(byHttps);
  expect(server.pipe).toEqual({ connected: false, fault: "Nobody is there.", batches: 0 });
  expect(broker.sent).toEqual([]);
});

test("a refusal is the server's word only by HTTPS, and gives the pipe no pause", async () => {
  broker.onSent = (message) => broker.deliver(ack(message, { status: 409 }));
  expect(await ask()).toBe(byHttps);
  expect(await ask()).toBe(byHttps);
  expect(broker.sent).toHaveLength(2);
});

test.each<readonly [string, (to: PipeEnvelope) => readonly [Uint8Array, object?]]>([
  [
    "made by somebody else",
    (to) => [sealPipe(up, headOf(to), encodeAck({ status: 200, body: head }))],
  ],
  ["to another message", (to) => [ack(to, { number: new Uint8Array(16) })]],
  ["to another gateway", (to) => [ack(to, { gatewayId: 8 })]],
  ["to another box", (to) => [ack(to, { generation: 2 })]],
  ["of another kind", (to) => [ack(to, { kind: "batch" })]],
  ["at another topic", (to) => [ack(to), { topic: pipeTopic(8, "down") }]],
  ["that the broker kept", (to) => [ack(to), { retained: true }]],
  ["that is none", () => [new Uint8Array(40)]],
  ["that was cut short", (to) => [ack(to).slice(0, -1)]],
])("an answer %s is none", async (_what, made) => {
  broker.onSent = (message) => broker.deliver(...made(message));
  expect(await ask()).toBe(byHttps);
});

test("an answer that is sent once more answers nothing", async () => {
  let first: Uint8Array | undefined;
  broker.onSent = (message) => {
    first ??= ack(message);
    broker.deliver(first);
  };
  expect(await ask()).not.toBe(byHttps);
  expect(await ask()).toBe(byHttps);
});

test("another credential has a line of its own, and a closed server none", async () => {
  await ask();
  const [before] = [broker.options];
  await server.ask({ ...request, bearer: `mega1.9.${secret}` }, never);
  expect(broker.options).not.toBe(before);
  expect(broker.options?.topics).toEqual(["mega/9/down"]);
  server.close();
  broker.options = undefined;
  await server.ask(request, never);
  expect(broker.options).toBe(undefined);
});

const nowMs = Date.UTC(2026, 10, 26);
const called = (head: Partial<PipeHead> = {}, atMs = nowMs, { waits = true, keys = down } = {}) =>
  sealPipe(
    keys,
    { kind: "call", gatewayId: 7, generation: 1, number: makePipeNumber(), ...head },
    encodeCall({ atMs, waits }),
  );

/** Whether something waits, as the pipe says it within the time in which an answer is awaited. */
async function waiting(): Promise<boolean | null> {
  const answer = server.calls.ask(bearer, never);
  await clock.advanceBy(4000);
  return answer;
}

test("a question goes through the pipe, and what the server says to it counts", async () => {
  for (const waits of [true, false]) {
    broker.onSent = ({ number }) => broker.deliver(called({ number }, nowMs, { waits }));
    expect(await waiting()).toBe(waits);
  }
  expect(broker.sent.map(({ kind }) => kind)).toEqual(["ask", "ask"]);
});

test("a question without an answer is asked by HTTPS, and batches go on through the pipe", async () => {
  expect([await waiting(), await waiting()]).toEqual([null, null]);
  expect(broker.sent).toHaveLength(1);
  broker.onSent = (message) => broker.deliver(ack(message));
  expect(await ask()).toMatchObject({ bytes: head });
  broker.connected = false;
  expect(await waiting()).toBe(null);
});

test("a call is heard once, and so is that the broker is gone", async () => {
  let heard = 0;
  server.calls.listen(() => {
    heard += 1;
  });
  await waiting();
  const first = called({}, nowMs + 2000);
  for (const bytes of [first, first, called({}, nowMs + 1000), called({}, nowMs + 2000)]) {
    broker.deliver(bytes);
    expect(heard).toBe(1);
  }
  broker.deliver(called({}, nowMs + 3000));
  broker.options?.onLost?.();
  expect(heard).toBe(3);
});

test.each<readonly [string, () => readonly [Uint8Array, object?]]>([
  ["made by somebody else", () => [called({}, nowMs, { keys: up })]],
  ["for another gateway", () => [called({ gatewayId: 8 })]],
  ["for another box", () => [called({ generation: 2 })]],
  ["of another kind", () => [called({ kind: "ack" })]],
  ["at another topic", () => [called(), { topic: pipeTopic(8, "down") }]],
  ["that the broker kept", () => [called(), { retained: true }]],
  ["that says that nothing waits", () => [called({}, nowMs, { waits: false })]],
  ["from before what the server said last", () => [called({}, nowMs - 1)]],
  ["that was cut short", () => [called().slice(0, -1)]],
])("a call %s is none", async (_what, made) => {
  broker.onSent = ({ number }) => broker.deliver(called({ number }, nowMs - 1, { waits: false }));
  await waiting();
  let heard = 0;
  server.calls.listen(() => {
    heard += 1;
  });
  broker.deliver(...made());
  expect(heard).toBe(0);
  broker.deliver(called());
  expect(heard).toBe(1);
});

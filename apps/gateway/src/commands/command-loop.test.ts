// The questions of a gateway, to a server that a test plays, under a moved clock.

import { type MovedClock, movedClock } from "@mega/domain";
import type { CommandAnswer, SentCommand } from "@mega/uplink";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import type { ServerRequest } from "../uplink/ask-server.ts";
import type { PipeCalls } from "../uplink/pipe/pipe-calls.ts";
import type { ServerOutcome } from "../uplink/server-outcome.ts";
import { CommandLoop } from "./command-loop.ts";
import { CommandStore } from "./command-store.ts";

const startMs = Date.UTC(2026, 4, 2, 8);
const answer: CommandAnswer = {
  ...{ outcome: "done", at: "2026-05-02T08:00:00Z", entries: [7], revision: null },
};
const sent: SentCommand = {
  ...{ commandId: "0a".repeat(16), kind: "read-now", generation: 1, by: "anna@example.org" },
  ...{ issuedAt: "2026-05-02T08:00:00Z", expiresAt: "2026-05-02T08:15:00Z", body: {} },
};

let clock: MovedClock;
let database: GatewayDatabase;
let store: CommandStore;
let loop: CommandLoop;
let credential: string | undefined;
let asked: ServerRequest[];
/** What the server says next; a question that finds nothing waits at it. */
let says: ServerOutcome[];
let taken: string[];
/** Answers the question that waits. */
let answerWaiting: (outcome: ServerOutcome) => void = () => undefined;

beforeEach(() => {
  clock = movedClock({ startMs });
  database = openGatewayDatabase(":memory:");
  store = new CommandStore(database);
  credential = "mega1.1.secret";
  asked = [];
  says = [];
  taken = [];
  loop = makeLoop("https://server.example.org");
});
afterEach(() => {
  loop.stop();
  database.close();
});

function makeLoop(url: string | null, calls: PipeCalls | null = null): CommandLoop {
  return new CommandLoop({
    ...{ clock, store, url, beginMs: 0, draw: () => 0.5 },
    runner: {
      settle: async () => undefined,
      take: async (command) => {
        taken.push(command.kind);
        return answer;
      },
    },
    credential: () => credential,
    calls,
    connect: () => ({ ask: (request, signal) => ask(request, signal), close: () => undefined }),
    onFailure: (error) => {
      throw error;
    },
  });
}

function ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome> {
  asked.push(request);
  const next = says.shift();
  if (next !== undefined) return Promise.resolve(next);
  return new Promise((resolve) => {
    answerWaiting = resolve;
    signal.addEventListener("abort", () => resolve(failed));
  });
}

const failed: ServerOutcome = {
  ...{ kind: "failed", code: "unreachable", detail: "ECONNREFUSED", retryAfterMs: null },
};
const refused = (code: string): ServerOutcome => {
  return { kind: "refused", status: 409, code, detail: "", retryAfterMs: null };
};
const answered = (body: object): ServerOutcome => {
  return { kind: "answered", status: 200, bytes: new TextEncoder().encode(JSON.stringify(body)) };
};
const paths = () => asked.map(({ method, path }) => `${method} ${path}`);
const question = "GET /v1/commands?wait=40";
const told = `POST /v1/commands/${sent.commandId}/answer`;

test("a question waits at the server, and the next follows it at once", async () => {
  says = [answered({ commands: [] }), answered({ commands: [] })];
  loop.start();
  await clock.advanceBy(1000);
  await clock.advanceBy(1000);
  expect(paths()).toEqual([question, question, question]);
  expect(asked[0]?.bearer).toBe("mega1.1.secret");
  expect(loop.state).toBe("listening");
});

test("what comes is carried out and told before it is asked again", async () => {
  says = [answered({ commands: [sent] }), answered({ noted: true })];
  loop.start();
  await clock.advanceBy(1000);
  expect(taken).toEqual(["read-now"]);
  expect(paths()).toEqual([question, told, question]);
  expect(JSON.parse(Buffer.from(asked[1]?.body?.bytes ?? []).toString())).toEqual(answer);
});

test("an answer that was not taken is told first, and once the server has it no more", async () => {
  const { commandId, kind, by } = sent;
  const kept = { commandId, kind, by, takenSeq: 1, takenAtMs: startMs, expiresAtMs: startMs };
  store.transaction(() => {
    store.take(kept);
    store.keepAnswer(commandId, answer);
  });
  says = [failed, answered({ noted: true })];
  loop.start();
  await clock.advanceBy(60_000);
  expect(paths()).toEqual([told, told, question]);
  expect(store.open()).toEqual([]);
});

test.each(["NOT_FOUND", "CONFLICT"])("a server that says %s is not told again", async (code) => {
  says = [answered({ commands: [sent] }), refused(code)];
  const { commandId, kind, by } = sent;
  const kept = { commandId, kind, by, takenSeq: 1, takenAtMs: startMs, expiresAtMs: startMs };
  store.transaction(() => store.take(kept));
  loop.start();
  await clock.advanceBy(1000);
  expect(store.find(commandId)?.toldAtMs).toBe(startMs);
  expect(paths().at(-1)).toBe(question);
});

test("after failures the pauses grow, and a hint cuts one short", async () => {
  says = [failed, failed, failed];
  loop.start();
  await clock.advanceBy(500);
  expect([asked.length, loop.state]).toEqual([1, "silent"]);
  await clock.advanceBy(2000);
  expect(asked.length).toBe(2);
  await clock.advanceBy(2000);
  expect(asked.length).toBe(2);
  loop.askNow();
  await clock.advanceBy(1);
  expect(asked.length).toBe(3);
});

test.each([
  ["nonsense", answered({ commands: "none" })],
  ["a command of another form", answered({ commands: [{ ...sent, commandId: "../../x" }] })],
  ["nine at once", answered({ commands: Array.from({ length: 9 }, () => sent) })],
])("%s is a failure, and nothing is carried out", async (_what, outcome) => {
  says = [outcome];
  loop.start();
  await clock.advanceBy(500);
  expect([taken, loop.state]).toEqual([[], "silent"]);
});

test("nothing is asked where it is switched off, and nothing before a credential is there", async () => {
  const off = makeLoop(null);
  off.start();
  await clock.advanceBy(60_000);
  expect([asked.length, off.state]).toEqual([0, "off"]);
  credential = undefined;
  loop.start();
  await clock.advanceBy(60_000);
  expect([asked.length, loop.state]).toEqual([0, "not-enrolled"]);
  credential = "mega1.1.secret";
  await clock.advanceBy(5000);
  expect(asked.length).toBe(1);
});

test("a server that was left while the question waited gets nothing done", async () => {
  loop.start();
  await clock.advanceBy(1000);
  credential = undefined;
  answerWaiting(answered({ commands: [sent] }));
  await clock.advanceBy(1000);
  expect([taken, asked.length]).toEqual([[], 1]);
});

test("an end cuts the question off", async () => {
  loop.start();
  await clock.advanceBy(1000);
  loop.stop();
  await clock.advanceBy(60_000);
  expect(asked.length).toBe(1);
});

/**
 * A broker that says what it is given, one word after the other; the last one again and again. Before it is
 * asked the first time, commands are fetched: none.
 */
async function pipeThatSays(...words: (boolean | null)[]) {
  const pipe = { asked: 0, call: () => {}, whileAsked: () => {} };
  const calls: PipeCalls = {
    ask: async () => {
      pipe.asked += 1;
      pipe.whileAsked();
      return (words.length > 1 ? words.shift() : words[0]) ?? null;
    },
    listen: (onCall) => {
      pipe.call = onCall;
    },
  };
  says = [answered({ commands: [] }), ...says];
  loop = makeLoop("https://server.example.org", calls);
  loop.start();
  await clock.advanceBy(1);
  expect([paths(), pipe.asked]).toEqual([[fetched], 0]);
  asked = [];
  return pipe;
}
const fetched = "GET /v1/commands?wait=0";
/** So that everything that goes on comes to its rest. */
const settled = () => clock.advanceBy(1000).then(() => clock.advanceBy(1000));

test("where the pipe says that nothing waits no question does, and the pipe is asked anew", async () => {
  const pipe = await pipeThatSays(false);
  await clock.advanceBy(39_000);
  expect([paths(), pipe.asked, loop.state]).toEqual([[], 1, "listening"]);
  await clock.advanceBy(3000);
  expect([paths(), pipe.asked]).toEqual([[], 2]);
});

test("whatever the pipe says, the server hears by HTTPS every ten minutes", async () => {
  says = Array.from({ length: 6 }, () => answered({ commands: [] }));
  await pipeThatSays(false);
  for (let seconds = 0; seconds < 3600; seconds += 10) await clock.advanceBy(10_000);
  expect(paths()).toEqual(Array.from({ length: 5 }, () => fetched));
});

test("a call fetches what waits at once; kept back, it is fetched 40 s later", async () => {
  const pipe = await pipeThatSays(false, true, false, false, true, false);
  await settled();
  says = [answered({ commands: [sent] }), answered({ noted: true })];
  pipe.call();
  await settled();
  expect([taken.length, paths()]).toEqual([1, [fetched, told]]);
  says = [answered({ commands: [sent] }), answered({ noted: true })];
  await clock.advanceBy(41_000);
  await clock.advanceBy(41_000);
  await settled();
  expect(taken.length).toBe(2);
});

test("a call that comes while the pipe is asked is not lost", async () => {
  const pipe = await pipeThatSays(false, true, false);
  pipe.whileAsked = () => {
    pipe.whileAsked = () => {};
    pipe.call();
  };
  says = [answered({ commands: [sent] }), answered({ noted: true })];
  await settled();
  expect([pipe.asked, paths()]).toEqual([3, [fetched, told]]);
});

test("where the pipe says nothing a question waits at the server", async () => {
  await pipeThatSays(null);
  await settled();
  expect(paths()).toEqual([question]);
});

test("where something waits and nothing comes the server is not pressed", async () => {
  says = Array.from({ length: 20 }, () => answered({ commands: [] }));
  await pipeThatSays(true);
  await clock.advanceBy(1000);
  expect(paths()).toEqual([fetched]);
  await clock.advanceBy(1000);
  expect(paths()).toEqual([fetched, fetched]);
});

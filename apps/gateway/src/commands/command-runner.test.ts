// Commands over a gateway with a history: what each kind does, what is refused, and what a power cut between
// an act and its answer leaves.

import { decodeEntry } from "@mega/ledger";
import { type CommandAnswer, configurationMark, type SentCommand } from "@mega/uplink";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PeriodStarter } from "../api/new-period.ts";
import { type ApiRig, makeApiRig } from "../api/testing/api-rig.ts";
import { displaysAt, lastRoundMs } from "../api/testing/small-building.ts";
import { gatewayCounters } from "../counters/gateway-counters.ts";
import { ChannelTurns } from "../periods/channel-turns.ts";
import { commandActs } from "./command-acts.ts";
import { CommandCounts } from "./command-counts.ts";
import { CommandRunner } from "./command-runner.ts";
import { CommandStore } from "./command-store.ts";
import { commandPseudonym } from "./what-happened.ts";

const HOUR_MS = 3_600_000;
/** A flat with a total beside it, and cold water. */
const config = `
version: 1
building: { name: Résidence Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
mqtt: { embedded: {} }
meters:
  - { id: flat, profile: eastron-sdm630, bus: main, address: 1, serialNumber: "0012" }
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: "secret-token" } }
channels:
  - { no: 1, name: Flat one, meter: flat }
  - { no: 2, name: Total, meter: flat }
  - { no: 3, name: Cold water, meter: cold }
`;

let rig: ApiRig;
let store: CommandStore;
let counts: CommandCounts;
let opened = 0;
beforeEach(async () => {
  rig = await makeApiRig(config, lastRoundMs - 8 * HOUR_MS - 60_000);
  for (let atMs = lastRoundMs - 8 * HOUR_MS; atMs <= lastRoundMs; atMs += HOUR_MS) {
    rig.displays = displaysAt(atMs);
    await rig.round(atMs);
  }
  await rig.clock.advanceTo(lastRoundMs + 5 * 60_000);
  store = new CommandStore(rig.context.database);
  counts = new CommandCounts();
  opened = 0;
});
afterEach(() => rig.close());

function makeRunner(on: CommandStore = store): CommandRunner {
  const { context, clock } = rig;
  const counters = gatewayCounters(context);
  const acts = commandActs({
    context,
    periods: new PeriodStarter(context, counters, new ChannelTurns()),
    live: {
      open: () => {
        opened += 1;
      },
    },
  });
  return new CommandRunner({
    ...{ clock, store: on, counts, audit: context.audit, ledger: context.ledger },
    acts: () => acts,
    clockState: () => "S",
    onFailure: (error) => {
      throw error;
    },
  });
}

let made = 0;
function command(kind: string, body: unknown, part: Partial<SentCommand> = {}): SentCommand {
  made += 1;
  return {
    commandId: made.toString(16).padStart(32, "0"),
    kind,
    generation: 1,
    issuedAt: "2026-05-02T16:06:00Z",
    expiresAt: "2026-05-02T16:21:00Z",
    by: "anna@example.org",
    body,
    ...part,
  };
}

const newPeriod = (channelNo: number) =>
  command("new-period", {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
    confirmChannelNo: channelNo,
  });

async function actors(entries: readonly number[]): Promise<readonly (readonly string[])[]> {
  const found = await Promise.all(entries.map((seq) => rig.ledger.entries(seq, 1)));
  return found.flat().map(({ bytes }) => {
    const decoded = decodeEntry(bytes);
    return decoded.ok ? [decoded.envelope.kind, decoded.envelope.actor] : [];
  });
}

function done(answer: CommandAnswer | null) {
  if (answer?.outcome !== "done") throw new Error(`not done: ${JSON.stringify(answer)}`);
  return answer;
}

const newestAudit = () => rig.context.audit.list(Number.MAX_SAFE_INTEGER, 1)[0];

test("a new period is entries in the command's name, and the audit log has the person's", async () => {
  const sent = newPeriod(3);
  const { entries } = done(await makeRunner().take(sent));
  const told = await actors(entries);
  expect(told.map(([kind]) => kind)).toContain("TenancyStarted");
  expect(new Set(told.map(([, actor]) => actor))).toEqual(
    new Set([commandPseudonym(sent.commandId)]),
  );
  expect(newestAudit()).toMatchObject({
    actor: "server: anna@example.org",
    action: "command-done",
    object: "channel:3",
    details: { kind: "new-period", command: sent.commandId, entries, asked: sent.body },
  });
  expect((await rig.ledger.verify(1)).ok).toBe(true);
});

test("a meter exchange is recorded", async () => {
  const body = {
    ...{ kind: "exchanged", at: "2026-05-02T16:05:00Z", serialNumber: "0099" },
    counters: [
      { counterId: "import", oldEnd: "2288.100", newStart: "0.000" },
      { counterId: "export", oldEnd: "844.100", newStart: "0.000" },
    ],
    ...{ why: "The display was dark", confirmChannelNo: 1 },
  };
  const { entries } = done(await makeRunner().take(command("exchange", body)));
  expect((await actors(entries)).map(([kind]) => kind)).toContain("MeterReplaced");
});

test("a reading is a round of the ledger", async () => {
  rig.displays = displaysAt(rig.clock.nowMs());
  const { entries } = done(await makeRunner().take(command("read-now", { channelNo: 2 })));
  expect((await actors(entries)).map(([kind]) => kind)).toEqual(["RoundTaken"]);
  const all = done(await makeRunner().take(command("read-now", { channelNo: null })));
  expect(all.entries.length).toBe(1);
});

test("live readings are opened", async () => {
  done(await makeRunner().take(command("publish-live", {})));
  expect(opened).toBe(1);
});

test("a configuration is saved with the command's answer in one step", async () => {
  const { desk, database } = rig.context;
  const { configuration, revision } = desk.current();
  const parent = configurationMark(configuration);
  const change = { channels: [{ no: 1, name: "Flat 1" }] };
  const sent = command("set-configuration", { parent, change });
  const answer = done(await makeRunner().take(sent));
  expect(answer).toMatchObject({ entries: [], revision: revision + 1 });
  const saved = desk.current();
  expect(saved).toMatchObject({ savedBy: "server: anna@example.org", cause: "server" });
  expect(JSON.stringify(saved.configuration)).toContain("Flat 1");
  expect(store.find(sent.commandId)?.answer).toEqual(answer);
  // What was made from the one before is refused.
  const late = await makeRunner().take(command("set-configuration", { parent, change }));
  expect(late).toMatchObject({ outcome: "refused", code: "CHANGED_MEANWHILE" });
  expect(desk.current().revision).toBe(revision + 1);
  expect(database.db.isTransaction).toBe(false);
});

test("nothing but what may be set from afar is taken", async () => {
  const { configuration, revision } = rig.context.desk.current();
  const parent = configurationMark(configuration);
  for (const change of [
    { server: { url: "https://elsewhere.example.org" } },
    { channels: [{ no: 1, meter: "boiler" }] },
    { report: { server: "smtp.elsewhere.org" } },
  ]) {
    const answer = await makeRunner().take(command("set-configuration", { parent, change }));
    expect(answer).toMatchObject({ outcome: "refused", code: "malformed" });
  }
  expect(rig.context.desk.current().revision).toBe(revision);
});

test("what is refused changes nothing, is counted and stands in the audit log", async () => {
  const runner = makeRunner();
  const before = rig.ledger.snapshot().head.seq;
  const refusals = [
    [command("reboot", {}), "unknown-kind"],
    [command("read-now", { channelNo: "all" }), "malformed"],
    [command("new-period", { confirmChannelNo: 3 }), "malformed"],
    [{ ...newPeriod(3), generation: 2 }, "other-generation"],
    [{ ...newPeriod(3), expiresAt: "2026-05-02T16:06:30Z" }, "expired"],
    [command("read-now", { channelNo: 77 }), "NOT_FOUND"],
  ] as const;
  for (const [sent, code] of refusals) {
    expect(await runner.take(sent)).toMatchObject({ outcome: "refused", code });
    expect(newestAudit()).toMatchObject({
      actor: "server: anna@example.org",
      action: "command-refused",
      details: { code, command: sent.commandId },
    });
  }
  expect(rig.ledger.snapshot().head.seq).toBe(before);
  expect([counts.done, counts.refused]).toEqual([0, refusals.length]);
});

test("a command that was answered is not carried out a second time", async () => {
  const sent = newPeriod(3);
  done(await makeRunner().take(sent));
  const { seq } = rig.ledger.snapshot().head;
  // The answer was lost on the way: it is told once more.
  expect(done(await makeRunner().take(sent)).entries.length).toBeGreaterThan(0);
  store.noteTold(sent.commandId, rig.clock.nowMs());
  expect(await makeRunner().take(sent)).toMatchObject({ outcome: "refused", code: "replayed" });
  expect(newestAudit()).toMatchObject({ action: "command-refused", details: { code: "replayed" } });
  expect(rig.ledger.snapshot().head.seq).toBe(seq);
  // Its id is kept until a day after its time.
  await rig.clock.advanceBy(24 * 3_600_000);
  expect(store.find(sent.commandId)).toBeDefined();
  expect(await makeRunner().take(sent)).toMatchObject({ code: "replayed" });
});

/** A store that breaks where a power cut would. */
class BrokenStore extends CommandStore {
  override keepAnswer(): void {
    throw new Error("the power went");
  }
}

test("what was done before the power went is found and told, not done again", async () => {
  const sent = newPeriod(3);
  const broken = makeRunner(new BrokenStore(rig.context.database));
  await expect(broken.take(sent)).rejects.toThrow("the power went");
  const { seq } = rig.ledger.snapshot().head;
  expect(store.find(sent.commandId)).toMatchObject({ answer: null });
  const { entries } = done(await makeRunner().take(sent));
  expect(rig.ledger.snapshot().head.seq).toBe(seq);
  expect((await actors(entries)).map(([kind]) => kind)).toContain("TenancyStarted");
});

test("what was done is found also when the server hands it over no more", async () => {
  const sent = newPeriod(3);
  const broken = makeRunner(new BrokenStore(rig.context.database));
  await expect(broken.take(sent)).rejects.toThrow("the power went");
  await makeRunner().settle();
  expect(store.open().map(({ answer }) => answer?.outcome)).toEqual(["done"]);
});

test("what was taken and not done waits for the server, until its time is over", async () => {
  const sent = newPeriod(3);
  const { commandId, kind, by } = sent;
  const takenAtMs = rig.clock.nowMs();
  store.take({
    ...{ commandId, kind, by, takenAtMs },
    takenSeq: rig.ledger.snapshot().head.seq,
    expiresAtMs: Date.parse(sent.expiresAt),
  });
  await makeRunner().settle();
  expect(store.find(commandId)?.answer).toBeNull();
  await rig.clock.advanceBy(20 * 60_000);
  await makeRunner().settle();
  expect(store.find(commandId)?.answer).toMatchObject({ outcome: "refused", code: "expired" });
});

test("while it is carried out nobody else begins with it", async () => {
  let go = (): void => undefined;
  rig.pause = new Promise((resolve) => {
    go = resolve;
  });
  const sent = command("read-now", { channelNo: 2 });
  const first = makeRunner().take(sent);
  await Promise.resolve();
  expect(await makeRunner().take(sent)).toBeNull();
  go();
  done(await first);
});

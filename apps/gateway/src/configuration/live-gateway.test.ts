import { MegaError, type MovedClock, movedClock } from "@mega/domain";
import { loadProfileSet, parseConfig } from "@mega/installation";
import { inlineLedgerHost, type LedgerHost } from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAccess } from "../access/access.ts";
import type { BusHost } from "../acquisition/bus/bus-host.ts";
import type { MeterQuestion, RangeAnswer } from "../acquisition/bus/meter-question.ts";
import { UnstoredRounds } from "../acquisition/unstored-rounds.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { idleWatch } from "../bus-watch/testing/idle-watch.ts";
import { lastingCommands } from "../commands/make-commands.ts";
import { openNetwork } from "../network/open-network.ts";
import { rigRestore } from "../restore/testing/rig-restore.ts";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { UplinkStore } from "../uplink/uplink-store.ts";
import type { ConfigurationDesk } from "./configuration-desk.ts";
import { LiveGateway } from "./live-gateway.ts";

const startMs = Date.UTC(2026, 4, 2, 8, 0);
const hourMs = 3_600_000;

/** A configuration with flats, each behind a meter of the bus. */
function config({ flats = ["one"], zone = "Europe/Brussels", bus = "main" } = {}) {
  const meters = flats.map((flat, index) => {
    return `  - { id: ${flat}, profile: eastron-sdm120, bus: ${bus}, address: ${index + 1} }`;
  });
  const channels = flats.map((flat, index) => {
    return `  - { no: ${index + 1}, name: Flat ${flat}, meter: ${flat} }`;
  });
  return parseConfig(
    [
      `version: 1`,
      `building: { name: Hollestraat 1, timeZone: ${zone} }`,
      `gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }`,
      `buses: [{ id: ${bus}, link: { kind: tty, path: /dev/ttyUSB0 } }]`,
      `meters:`,
      ...meters,
      `channels:`,
      ...channels,
    ].join("\n"),
    "test",
  );
}

let clock: MovedClock;
let ledger: LedgerHost;
let database: GatewayDatabase;
let live: LiveGateway;
let lost: unknown[];
let failures: unknown[];
let stopped: string[];
/** What the meters are asked; replaced by tests. */
let answer: (question: MeterQuestion) => Promise<readonly RangeAnswer[]>;

beforeEach(async () => {
  clock = movedClock({ startMs, settle: () => new Promise((done) => setImmediate(done)) });
  ledger = await inlineLedgerHost({
    path: ":memory:",
    clock,
    clockTrust: () => ({ state: "S", offsetMs: null }),
  });
  database = openGatewayDatabase(":memory:");
  [lost, failures, stopped] = [[], [], []];
  answer = async (question) => question.ranges.map(({ count }) => wordsOf(count));
  live = makeLive();
});

afterEach(async () => {
  await clock.runUntilSettled(live.stop());
  await ledger.close();
  database.close();
});

/** 1.0 as a float in every pair of words. */
function wordsOf(count: number): RangeAnswer {
  const words = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 0x3f80 : 0));
  return { kind: "words", words, answeredAtMs: clock.nowMs(), turnaroundMs: 20 };
}

function makeLive(): LiveGateway {
  const audit = new AuditLog(database, clock);
  return new LiveGateway({
    lasting: {
      clock,
      profiles: loadProfileSet("/nowhere"),
      ledger,
      database,
      audit,
      uplinkStore: new UplinkStore(database, new Uint8Array(32)),
      commands: lastingCommands(database),
      restore: rigRestore({ clock, database, audit, ledger }),
      network: openNetwork({ clock, database, audit, nmcli: null, onFailure: () => undefined }),
      access: openAccess({ clock, database, audit, dataFolder: null }),
      loopbackOnly: true,
      desk: {} as ConfigurationDesk,
      unstored: new UnstoredRounds(),
      sources: "fed",
      startedAtMs: startMs,
      clockState: () => "S",
      ledgerDamaged: () => false,
      onFailure: (error) => failures.push(error),
    },
    installation: config(),
    makeBuses: (installation): BusHost => {
      const name = installation.buses[0]?.id ?? "";
      return {
        ...idleWatch(),
        start: async () => {
          if (name === "broken") throw new MegaError("PORT_BUSY", "the port is used");
        },
        readMeter: (question) => answer(question),
        statistics: async () => [],
        stop: async () => void stopped.push(name),
      };
    },
    onLost: (error) => lost.push(error),
  });
}

const apply = (installation: ReturnType<typeof config>, commit: () => void = () => undefined) =>
  clock.runUntilSettled(live.oneByOne(() => live.apply(installation, commit)));

const sources = () =>
  [...ledger.snapshot().sources.values()].map(({ meterId, sourceNo }) => `${meterId} ${sourceNo}`);

test("a channel that a new configuration adds is read, the others keep their history", async () => {
  await live.start("test");
  await clock.advanceTo(startMs + hourMs);
  const before = sources();
  expect(before).toContain("one 1");
  await apply(config({ flats: ["one", "two"] }));
  await clock.advanceTo(startMs + 2 * hourMs);
  expect(sources()).toEqual([...before, expect.stringContaining("two"), expect.any(String)]);
  expect(ledger.snapshot().tenancies.get(1)).toHaveLength(1);
  expect(ledger.snapshot().tenancies.get(2)).toHaveLength(1);
  expect(stopped).toEqual(["main"]);
  expect(failures).toEqual([]);
});

test("the server's handlers answer from the configuration in force", async () => {
  await live.start("test");
  const info = () => live.handlers.gateway({} as never, {} as never);
  expect(info()).toMatchObject({ counts: { used: 1 }, timeZone: "Europe/Brussels" });
  await apply(config({ flats: ["one", "two"], zone: "Europe/London" }));
  expect(info()).toMatchObject({ counts: { used: 2 }, timeZone: "Europe/London" });
});

test("another time zone is an entry of the ledger at the next round", async () => {
  await live.start("test");
  await clock.advanceTo(startMs + hourMs);
  expect(ledger.snapshot().zone?.timeZone).toBe("Europe/Brussels");
  await apply(config({ zone: "Europe/London" }));
  await clock.advanceTo(startMs + 2 * hourMs);
  expect(ledger.snapshot().zone?.timeZone).toBe("Europe/London");
});

test("a configuration that cannot be opened leaves the one before it in force", async () => {
  await live.start("test");
  let saved = false;
  const applied = apply(config({ bus: "broken" }), () => {
    saved = true;
  });
  await expect(applied).rejects.toMatchObject({ code: "PORT_BUSY" });
  expect(saved).toBe(false);
  expect(live.current.context.installation.buses[0]?.id).toBe("main");
  await clock.advanceTo(startMs + 2 * hourMs);
  expect(ledger.snapshot().lastRound?.dueAtMs).toBe(Date.UTC(2026, 4, 2, 9, 2));
  expect(lost).toEqual([]);
});

test("what cannot be saved is not in force", async () => {
  await live.start("test");
  const applied = apply(config({ flats: ["one", "two"] }), () => {
    throw new MegaError("LEDGER_STORAGE_FAILED", "the disk is full");
  });
  await expect(applied).rejects.toMatchObject({ code: "LEDGER_STORAGE_FAILED" });
  expect(live.current.context.installation.meters).toHaveLength(1);
});

test("a round that runs is waited for and stored under the configuration it was read by", async () => {
  await live.start("test");
  await clock.advanceTo(startMs + 10 * 60_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  const usual = answer;
  answer = (question) => promise.then(() => usual(question));
  await clock.advanceTo(Date.UTC(2026, 4, 2, 9, 2));
  const applied = live.oneByOne(() => live.apply(config({ flats: ["two"] }), () => undefined));
  await clock.advanceBy(10_000);
  expect(stopped).toEqual([]);
  resolve();
  await clock.runUntilSettled(applied);
  expect(ledger.snapshot().lastRound?.dueAtMs).toBe(Date.UTC(2026, 4, 2, 9, 2));
  expect(sources()[0]).toBe("one 1");
});

test("a round that does not end within a minute gives its silent meters up", async () => {
  await live.start("test");
  await clock.advanceTo(startMs + 10 * 60_000);
  answer = (question) =>
    new Promise((settle) => {
      const look = () => {
        if (stopped.length === 0) return void clock.setTimer(1000, look);
        const none = { kind: "none", reason: "bus-down", detail: "", endedAtMs: clock.nowMs() };
        settle(question.ranges.map(() => none as RangeAnswer));
      };
      look();
    });
  await clock.advanceTo(Date.UTC(2026, 4, 2, 9, 2));
  const applied = live.oneByOne(() => live.apply(config(), () => undefined));
  await clock.advanceBy(59_000);
  expect(stopped).toEqual([]);
  await clock.runUntilSettled(applied);
  expect(clock.nowMs()).toBeLessThan(Date.UTC(2026, 4, 2, 9, 4));
  expect(live.current.context.installation.meters).toHaveLength(1);
});

test("a round that came due meanwhile is caught up", async () => {
  await live.start("test");
  await clock.advanceTo(Date.UTC(2026, 4, 2, 9, 1));
  await apply(config(), () => clock.stepWallTime(2 * 60_000));
  await clock.advanceBy(1000);
  expect(ledger.snapshot().lastRound?.dueAtMs).toBe(Date.UTC(2026, 4, 2, 9, 2));
});

test("changes come one after the other, and too many at once are refused", async () => {
  await live.start("test");
  const order: number[] = [];
  const changes = Array.from({ length: 5 }, (_, index) =>
    live.oneByOne(async () => void order.push(index)),
  );
  const refused = await Promise.allSettled(changes);
  expect(order).toEqual([0, 1, 2, 3]);
  expect(refused[4]).toMatchObject({ status: "rejected", reason: { code: "CONFLICT" } });
});

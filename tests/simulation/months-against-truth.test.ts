// Ten weeks of the demo building over the spring change of the clock, read by the gateway itself on a
// moved clock. Only the simulator knows what was used: every index a closed month rests on must be
// what the meter showed when it was read, to the step, and every month the difference of its indexes.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type IndexAt,
  indexOfCount,
  type MonthPart,
  monthSpan,
  parseInstant,
  type Source,
  subtract,
  systemClock,
} from "@mega/domain";
import { loadConfig } from "@mega/installation";
import { inlineLedgerHost, type LedgerHost } from "@mega/ledger";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { type BuildingTruth, buildingTruth, parseScenario } from "@mega/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDemoFiles } from "../../apps/cli/src/demo/demo-folder.ts";
import { makeHistory } from "../../apps/cli/src/demo/make-history.ts";

const referenceMs = parseInstant("2026-04-12T10:00:00Z") ?? 0;
const fromMs = parseInstant("2026-02-10T09:30:00Z") ?? 0;
const timeZone = "Europe/Brussels";
const dayMs = 86_400_000;

let folder: string;
let ledger: LedgerHost;
let truth: BuildingTruth;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-truth-"));
  const files = readDemoFiles();
  const scenario = parseScenario(files.scenario, { referenceMs });
  truth = buildingTruth(scenario);
  const all = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
  const profiles = new Map<string, ModbusProfile>();
  for (const profile of all) if (profile.kind === "modbus") profiles.set(profile.id, profile);
  await makeHistory({
    dataFolder: folder,
    installation: loadConfig(files.configFile),
    scenario,
    profiles,
    fromMs,
    toMs: referenceMs,
    movings: [{ channelNo: 9, atMs: referenceMs - 27 * dayMs }],
    fromNothing: true,
    onMonth: () => undefined,
  });
  ledger = await inlineLedgerHost({ path: join(folder, "ledger.db"), clock: systemClock() });
});

afterAll(async () => {
  await ledger?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the source's meter showed at an instant, in its own steps. */
function shownAt(source: Source, takenAtMs: number): number {
  const { meterId, counterId, decimals, unit, profileId } = source;
  // A meter behind a P1 port hands its figure over every five minutes.
  const atMs = profileId.startsWith("p1-") ? takenAtMs - (takenAtMs % 300_000) : takenAtMs;
  // Pulses are counted as they are.
  if (counterId.startsWith("pulse")) return truth.indexAt(meterId, counterId, atMs);
  const tariffs = [`${counterId}Day`, `${counterId}Night`];
  // A utility meter shows its tariffs, each cut off by itself.
  const known = truth.countersOf(meterId);
  const shown = known.includes(tariffs[0] ?? "") ? tariffs : [counterId];
  return shown.reduce((sum, id) => {
    const micro = truth.indexAt(meterId, id, atMs);
    const inUnit = unit === "MWh" ? micro / 1000 : unit === "GJ" ? (micro * 36) / 10_000 : micro;
    return sum + Math.floor(inUnit / 10 ** (6 - decimals));
  }, 0);
}

interface Part extends MonthPart {
  readonly channelNo: number;
  readonly month: string;
}

async function closedParts(): Promise<readonly Part[]> {
  const { bindings } = ledger.snapshot();
  const months = await Promise.all(
    [...bindings.keys()].map((no) => ledger.closedMonths(no, "2026-01")),
  );
  return months
    .flat()
    .flatMap(({ channelNo, month, parts }) => parts.map((part) => ({ ...part, channelNo, month })));
}

function sourceOf(part: MonthPart): Source {
  const source = ledger.snapshot().sources.get(part.sourceNo);
  if (source === undefined) throw new Error(`source ${part.sourceNo} is not declared`);
  return source;
}

/** The instant the meter was read for an index that a reading stands for. */
async function readAtMs(part: MonthPart, index: IndexAt): Promise<number | undefined> {
  const { before, after } = await ledger.readingsAround(part.sourceNo, index.atMs);
  return [before, after].find((reading) => reading && index.evidence.includes(reading.seq))
    ?.takenAtMs;
}

test("every index of a closed month is what its meter showed when it was read", async () => {
  const parts = await closedParts();
  let compared = 0;
  for (const part of parts) {
    const source = sourceOf(part);
    for (const index of [part.opening, part.closing]) {
      if (index.method !== "actual") continue;
      const takenAtMs = await readAtMs(part, index);
      if (takenAtMs === undefined) continue;
      const shown = indexOfCount(source, shownAt(source, takenAtMs));
      expect([part.channelNo, part.month, index.index]).toEqual([
        part.channelNo,
        part.month,
        shown,
      ]);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(60);
});

test("every month is the difference of its printed indexes, and begins where the last ended", async () => {
  const parts = await closedParts();
  for (const part of parts) {
    expect(part.consumed).toEqual(subtract(part.closing.index, part.opening.index));
  }
  const march = parts.filter(({ month }) => month === "2026-03");
  const { fromMs: startMs, toMs } = monthSpan("2026-03", timeZone);
  expect((toMs - startMs) / 3_600_000).toBe(743);
  for (const part of march.filter(({ opening }) => opening.atMs === startMs)) {
    const before = parts.find(
      ({ month, channelNo, counterNo, closing }) =>
        month === "2026-02" &&
        channelNo === part.channelNo &&
        counterNo === part.counterNo &&
        closing.atMs === startMs,
    );
    expect([part.channelNo, before?.closing.index]).toEqual([part.channelNo, part.opening.index]);
  }
  expect(march.length).toBeGreaterThan(20);
});

test("an interpolated index lies between what the meter showed before and after it", async () => {
  const lines = (await closedParts()).flatMap((part) =>
    [part.opening, part.closing]
      .filter(({ method }) => method === "interpolated")
      .map((index) => ({ part, index })),
  );
  for (const { part, index } of lines) {
    const source = sourceOf(part);
    const { before, after } = await ledger.readingsAround(part.sourceNo, index.atMs);
    const [low, high] = [before, after].map((reading) =>
      indexOfCount(source, shownAt(source, reading?.takenAtMs ?? 0)),
    );
    expect(index.index.amount).toBeGreaterThanOrEqual(low?.amount ?? Number.NaN);
    expect(index.index.amount).toBeLessThanOrEqual(high?.amount ?? Number.NaN);
  }
});

test("a channel with an open question closes no month, the others do", async () => {
  const { quarantines, bindings, revisions, sources } = ledger.snapshot();
  const exchanged = new Set([...quarantines.values()].map(({ sourceNo }) => sourceNo));
  expect([...exchanged].map((no) => sources.get(no)?.meterId)).toContain("lift");
  for (const [channelNo, bound] of bindings) {
    const waiting = bound.some(({ counter1 }) => counter1 !== null && exchanged.has(counter1));
    expect([channelNo, revisions.get(channelNo)?.has("2026-03") ?? false]).toEqual([
      channelNo,
      !waiting,
    ]);
  }
});

test("a new tenant splits the month in two parts that add up", async () => {
  const march = (await closedParts()).filter(
    ({ channelNo, month }) => channelNo === 9 && month === "2026-03",
  );
  expect(march.map(({ counterNo }) => counterNo)).toEqual([1, 1]);
  const [old, next] = march;
  expect(old?.tenancyId).not.toBe(next?.tenancyId);
  expect(old?.closing.index).toEqual(next?.opening.index);
});

test("the whole ledger verifies", async () => {
  expect(await ledger.verify(1)).toMatchObject({ ok: true, firstBad: null });
});

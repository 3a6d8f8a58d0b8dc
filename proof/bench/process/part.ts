// The production bundle with the largest building and a year in its ledger, beside Node-RED on the
// same meters: readings against the truth, memory, processor time, the time from the start to a page.

import { join } from "node:path";
import { sleep, systemClock } from "@mega/domain";
import { benchMeters } from "../building/bench-building.ts";
import { type RoundTally, type TakenReading, tallyRound } from "../building/compare-readings.ts";
import { type OpenGateway, openGateway, tableAfterStart } from "../building/open-gateway.ts";
import { awayFromRounds, onStage, type Stage, untilAllPublished } from "../building/stage.ts";
import { middleOf } from "../measure/middle.ts";
import { cpuMsOf, megabytes, memoryOf, type ProcessMemory } from "../measure/process-cost.ts";
import type { BenchPart, BenchRow } from "../row.ts";
import { openPeer } from "./node-red.ts";

type Tell = (row: BenchRow) => void;

const rounds = 5;
const idleMs = 60_000;
const starts = 5;
const memoryGoalBytes = 100e6;
const idleGoalPercent = 0.5;
const startGoalMs = 1000;
const meterIds = benchMeters.map(({ id }) => id);

export const part: BenchPart = {
  name: "process",
  run: (tell) =>
    onStage(async (stage) => {
      const gateway = await openGateway(stage.start);
      const own = { pid: gateway.pid, round: () => roundOf(gateway) };
      const ours = await measured(own, stage, gateway.stop);
      const peer = await openPeer(join(stage.folder, "peer"), stage.building.places);
      const theirs = await measured(peer, stage, peer.stop);
      tellBoth(ours, theirs, tell);
      await tellStart(stage, gateway.cookie, tell);
    }),
};

/** What both are asked. */
interface Reader {
  readonly pid: number;
  readonly round: () => Promise<readonly TakenReading[]>;
}

/** What a reader came to. */
interface Measured {
  readonly tally: RoundTally;
  readonly roundCpuMs: number;
  readonly idlePercent: number;
  readonly memory: ProcessMemory;
}

async function roundOf(gateway: OpenGateway): Promise<readonly TakenReading[]> {
  const { startedAt } = await gateway.round();
  // What a device published before the round is its reading in the round.
  const sinceMs = Date.parse(startedAt) - 2 * 60_000;
  return (await gateway.newest()).filter(({ takenAtMs }) => takenAtMs > sinceMs);
}

/** Rounds, then a minute of rest, then memory; the reader is ended afterwards. */
async function measured(
  { pid, round }: Reader,
  { building }: Stage,
  stop: () => Promise<void>,
): Promise<Measured> {
  try {
    await untilAllPublished();
    const cpuMs: number[] = [];
    const tally = { right: 0, wrong: 0, missed: 0 };
    for (let turn = 0; turn < rounds; turn++) {
      const beforeMs = cpuMsOf(pid);
      const taken = await round();
      cpuMs.push(cpuMsOf(pid) - beforeMs);
      const { right, wrong, missed } = tallyRound(meterIds, taken, building.truth);
      tally.right += right;
      tally.wrong += wrong;
      tally.missed += missed;
    }
    const idlePercent = await idlePercentOf(pid);
    return { tally, roundCpuMs: middleOf(cpuMs), idlePercent, memory: memoryOf(pid) };
  } finally {
    await stop();
  }
}

async function idlePercentOf(pid: number): Promise<number> {
  const clock = systemClock();
  await awayFromRounds(idleMs);
  const fromMs = clock.monotonicMs();
  const beforeMs = cpuMsOf(pid);
  await sleep(clock, idleMs);
  return (100 * (cpuMsOf(pid) - beforeMs)) / (clock.monotonicMs() - fromMs);
}

function tellBoth(ours: Measured, theirs: Measured, tell: Tell): void {
  const times = (own: number, other: number) => `${(own / other).toFixed(2)} ×`;
  const unlike = ({ wrong, missed }: RoundTally) => `${wrong} wrong, ${missed} missed`;
  const { wrong, missed } = ours.tally;
  tell({
    what: `readings in ${rounds} rounds of ${meterIds.length} meters`,
    figure: unlike(ours.tally),
    peer: `Node-RED ${unlike(theirs.tally)}`,
    ratio: null,
    goal: "0, 0",
    met: wrong + missed === 0,
  });
  const cpu = [ours, theirs].map(({ roundCpuMs }) => `${roundCpuMs.toFixed(0)} ms`);
  tell({
    what: "processor time of a round, with what asks for it",
    figure: cpu[0] ?? "",
    peer: `Node-RED ${cpu[1]}`,
    ratio: times(ours.roundCpuMs, theirs.roundCpuMs),
    goal: null,
    met: null,
  });
  const idle = [ours, theirs].map(({ idlePercent }) => `${idlePercent.toFixed(2)} % of a core`);
  tell({
    what: "processor between rounds, 96 messages in the minute",
    figure: idle[0] ?? "",
    peer: `Node-RED ${idle[1]}`,
    ratio: times(ours.idlePercent, theirs.idlePercent),
    goal: `≤ ${idleGoalPercent} %`,
    met: ours.idlePercent <= idleGoalPercent,
  });
  const kinds = [
    ["memory after the rounds, all (RSS)", "rssBytes"],
    ["of it in no file (anonymous)", "anonymousBytes"],
  ] as const;
  for (const [what, kind] of kinds) {
    const [own, other] = [ours.memory[kind], theirs.memory[kind]];
    const row = { figure: megabytes(own), peer: `Node-RED ${megabytes(other)}` };
    const isAll = kind === "rssBytes";
    tell({
      what,
      ...row,
      ratio: times(own, other),
      goal: isAll ? "≤ 100 MB" : null,
      met: isAll ? own <= memoryGoalBytes : null,
    });
  }
}

async function tellStart({ start }: Stage, cookie: string, tell: Tell): Promise<void> {
  const pageMs: number[] = [];
  const tableMs: number[] = [];
  for (let attempt = 0; attempt < starts; attempt++) {
    const gateway = await openGateway(start);
    pageMs.push(gateway.firstPageMs);
    await gateway.stop();
    tableMs.push(await tableAfterStart(start, cookie));
  }
  for (const [what, figures] of [
    ["start to the COUNTERS page, a year in the ledger", pageMs],
    ["start to its table, a year in the ledger", tableMs],
  ] as const) {
    const ms = middleOf(figures);
    const figure = `${ms.toFixed(0)} ms`;
    tell({ what, figure, peer: null, ratio: null, goal: "≤ 1 s", met: ms <= startGoalMs });
  }
}

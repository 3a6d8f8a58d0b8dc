// A full round of the largest model: 32 meters on a line of 9600 8N1 and 96 that publish through
// Mosquitto, from the first question to the commit of every reading.

import { benchMeters } from "../building/bench-building.ts";
import { type OpenGateway, openGateway } from "../building/open-gateway.ts";
import { onStage, untilAllPublished } from "../building/stage.ts";
import { middleOf } from "../measure/middle.ts";
import { cpuMsOf } from "../measure/process-cost.ts";
import type { BenchPart, BenchRow } from "../row.ts";
import { floorMs, openPacedLine, type PacedLine, type Passed } from "./paced-line.ts";

const rounds = 5;
const channels = benchMeters.length;
/** How long the simulator's meters think. */
const turnaroundMs = 12;

interface Pass {
  readonly lastedMs: number;
  readonly leastMs: number;
  readonly cpuMs: number;
  readonly accepted: number;
}

export const part: BenchPart = {
  name: "round",
  run: (tell) =>
    onStage(async ({ folder, building, start }) => {
      const line = await openPacedLine(folder, building.places.busPort);
      const link = { kind: "tty", path: line.path, baud: 9600, format: "8N1" };
      try {
        const gateway = await openGateway({ ...start, link });
        try {
          await untilAllPublished();
          const passes: Pass[] = [];
          for (let round = 0; round < rounds; round++) passes.push(await pass(gateway, line));
          tellPasses(passes, tell);
        } finally {
          await gateway.stop();
        }
      } finally {
        await line.close();
      }
    }),
};

async function pass(gateway: OpenGateway, line: PacedLine): Promise<Pass> {
  const [passedBefore, beforeMs] = [line.passed(), cpuMsOf(gateway.pid)];
  const { startedAt, endedAt, items } = await gateway.round();
  return {
    lastedMs: Date.parse(endedAt ?? "") - Date.parse(startedAt),
    leastMs: floorMs(difference(line.passed(), passedBefore), turnaroundMs),
    cpuMs: cpuMsOf(gateway.pid) - beforeMs,
    accepted: items.filter(({ status }) => status === "accepted").length,
  };
}

function tellPasses(passes: readonly Pass[], tell: (row: BenchRow) => void): void {
  const middle = (figure: (one: Pass) => number) => middleOf(passes.map(figure));
  const seconds = (figure: (one: Pass) => number) => `${(middle(figure) / 1000).toFixed(2)} s`;
  const percent = middle(({ leastMs, lastedMs }) => (100 * leastMs) / lastedMs);
  const accepted = Math.min(...passes.map((one) => one.accepted));
  tell({
    what: "round of 32 meters at 9600 baud and 96 by MQTT, to the commit",
    figure: seconds(({ lastedMs }) => lastedMs),
    peer: `the wire alone ${seconds(({ leastMs }) => leastMs)}`,
    ratio: `${percent.toFixed(1)} % of the time is the wire's`,
    goal: null,
    met: null,
  });
  tell({
    what: `channels accepted in the worst of ${rounds} rounds`,
    figure: `${accepted} of ${channels}`,
    peer: null,
    ratio: null,
    goal: String(channels),
    met: accepted === channels,
  });
  tell({
    what: "processor time of a round, with what asks for it",
    figure: `${middle(({ cpuMs }) => cpuMs).toFixed(0)} ms`,
    peer: null,
    ratio: null,
    goal: null,
    met: null,
  });
}

function difference(now: Passed, before: Passed): Passed {
  return { questions: now.questions - before.questions, bytes: now.bytes - before.bytes };
}

// The server: commits beside the raw COPY of the same rows, from the network and from brokers to the
// commit, what a reading costs on its way, what is asked of it, a restore, and a start from nothing.

import type { BenchPart } from "../row.ts";
import { measureCold } from "./measure-cold.ts";
import { measureCommits } from "./measure-commits.ts";
import { measureNetwork } from "./measure-network.ts";
import { measurePipe } from "./measure-pipe.ts";
import { measureQuestions } from "./measure-questions.ts";
import { measureRestore } from "./measure-restore.ts";
import { measureStart } from "./measure-start.ts";
import { openBenchServer } from "./open-server.ts";

export const part: BenchPart = {
  name: "server",
  async run(tell) {
    const bench = await openBenchServer();
    try {
      const copied = await measureCommits(bench, tell);
      await measureNetwork(bench, copied, tell);
      await measurePipe(bench, copied, tell);
      await measureQuestions(bench, tell);
      await measureCold(bench, tell);
      await measureRestore(bench, tell);
    } finally {
      await bench.stop();
    }
    await measureStart(tell);
  },
};

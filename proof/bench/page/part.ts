// The page COUNTERS with 128 channels: what it weighs, when it stands, how long it lets a person wait.
// Beside it the same figures as a bare HTML table, in the same browser and the same run.

import { languages } from "@mega/locale";
import { type OpenGateway, openGateway } from "../building/open-gateway.ts";
import { onStage, untilAllPublished } from "../building/stage.ts";
import type { BenchPart } from "../row.ts";
import { serveBareTable } from "./bare-table.ts";
import { launchBrowser } from "./browser.ts";
import { buildPages } from "./built-pages.ts";
import { firstVisit, gzipBytesOf } from "./first-visit.ts";
import { readTable } from "./read-table.ts";
import { kB, noPeer, type Tell } from "./stage.ts";
import { tellInputs } from "./tell-inputs.ts";
import { tellTimes, tellTransfer } from "./tell-load.ts";

const GOAL_KB = 60;

export const part: BenchPart = {
  name: "page",
  async run(tell) {
    await tellWeights(tell);
    await onStage(async ({ start }) => {
      const gateway = await openGateway(start);
      try {
        await untilAllPublished();
        await gateway.round();
        await tellPage(tell, gateway);
      } finally {
        await gateway.stop();
      }
    });
  },
};

async function tellPage(tell: Tell, gateway: OpenGateway): Promise<void> {
  const bare = await serveBareTable(await readTable(gateway.url, gateway.cookie));
  const browser = await launchBrowser();
  try {
    const stage = { browser, gateway, bare };
    await tellTransfer(tell, stage);
    for (const slowdown of [1, 4] as const) {
      await tellTimes(tell, stage, slowdown);
      await tellInputs(tell, stage, slowdown);
    }
  } finally {
    await browser.close();
    await bare.stop();
  }
}

async function tellWeights(tell: Tell): Promise<void> {
  const files = await buildPages();
  for (const language of languages) {
    const bytes = firstVisit(files, language).reduce((sum, file) => sum + gzipBytesOf(file), 0);
    tell({
      what: `page of the first visit, gzip, ${language}`,
      figure: kB(bytes),
      ...noPeer,
      goal: `≤ ${GOAL_KB} kB`,
      met: bytes <= GOAL_KB * 1000,
    });
  }
}

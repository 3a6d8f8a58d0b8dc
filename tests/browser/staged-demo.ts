// The demo building and a browser before it, for all tests of a file. A page that complains fails the
// test that opened it.

import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openStage, type Stage } from "./stage.ts";
import { type Demo, startDemo } from "./start-demo.ts";

/** What the tests of the file stand on, once they run. */
export interface StagedDemo {
  readonly demo: Demo;
  readonly stage: Stage;
  /** Says what the test is about to leave in the console, such as a refusal that it asks for. */
  provoke(noted: RegExp): void;
}

/** Thirteen months of past may have to be made first, on a machine that is busy. */
const START_TIMEOUT_MS = 600_000;

/**
 * Starts them before the tests of a file and ends them afterwards.
 *
 * @param historyMs how long the building has been read; thirteen months when left out
 * @param always what any test of the file leaves in the console
 */
export function stageDemo(historyMs?: number, always?: RegExp): StagedDemo {
  let demo: Demo | undefined;
  let stage: Stage | undefined;
  let provoked: RegExp | undefined;
  beforeAll(async () => {
    demo = await startDemo(historyMs);
    stage = await openStage(demo);
  }, START_TIMEOUT_MS);
  afterEach(async () => {
    const said = standing(stage).complaints();
    const complaints = said.filter((one) => !(always?.test(one) || provoked?.test(one)));
    provoked = undefined;
    await stage?.clear();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await stage?.close();
    await demo?.stop();
  });
  return {
    get demo() {
      return standing(demo);
    },
    get stage() {
      return standing(stage);
    },
    provoke(noted) {
      provoked = noted;
    },
  };
}

function standing<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("the demo building stands only while tests run");
  return part;
}

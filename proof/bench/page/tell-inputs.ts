// How long the page lets a person wait after an input.

import { middleOf } from "../measure/middle.ts";
import type { Slowdown } from "./browser.ts";
import { measureInputs, openDetailsMs } from "./inputs.ts";
import { whatWasSeen } from "./observe.ts";
import {
  addressOf,
  noGoal,
  noPeer,
  openWatched,
  RUNS,
  type Stage,
  slowText,
  type Tell,
} from "./stage.ts";

/** Each input several times on one page, then the way to a channel's page. */
export async function tellInputs(tell: Tell, stage: Stage, slowdown: Slowdown): Promise<void> {
  const at = slowText(slowdown);
  const opened = await openWatched(stage, slowdown);
  await opened.page.goto(addressOf(stage.gateway));
  await whatWasSeen(opened.page);
  const rounds = [];
  for (let run = 0; run < RUNS; run += 1) rounds.push(await measureInputs(opened.page));
  for (const [index, { what }] of (rounds[0] ?? []).entries()) {
    const waits = rounds.flatMap((round) => round[index]?.waitMs ?? []);
    const wait = middleOf(waits);
    tell({
      what: `${what}${at}`,
      figure: wait < 16 ? "< 16 ms" : `${wait} ms`,
      ...noPeer,
      ...noGoal,
    });
  }
  const details = await openDetailsMs(opened.page);
  tell({
    what: `open a channel's page${at}`,
    figure: `${Math.round(details)} ms`,
    ...noPeer,
    ...noGoal,
  });
  await opened.close();
}

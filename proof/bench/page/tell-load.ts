// How the page comes: bytes on the wire, first paint, table, what moves and blocks meanwhile.

import { middleOf } from "../measure/middle.ts";
import type { Slowdown } from "./browser.ts";
import { type Seen, whatWasSeen } from "./observe.ts";
import {
  addressOf,
  kB,
  noGoal,
  noPeer,
  openWatched,
  RUNS,
  type Stage,
  slowText,
  type Tell,
} from "./stage.ts";

/** Bytes of a first and a second visit. */
export async function tellTransfer(tell: Tell, stage: Stage): Promise<void> {
  const { gateway, bare } = stage;
  const opened = await openWatched(stage, 1);
  const address = addressOf(gateway);
  await opened.page.goto(address);
  await whatWasSeen(opened.page);
  const first = opened.transferredBytes();
  await opened.page.goto(address);
  await whatWasSeen(opened.page);
  const second = opened.transferredBytes() - first;
  await opened.close();
  tell({
    what: "first visit with the figures of 128 × 12, heads of answers included",
    figure: kB(first),
    peer: `bare HTML table ${kB(bare.gzipBytes)}`,
    ratio: `${(first / bare.gzipBytes).toFixed(2)} ×`,
    ...noGoal,
  });
  tell({ what: "second visit", figure: kB(second), ...noPeer, ...noGoal });
}

/** When things stand, beside the bare table. */
export async function tellTimes(tell: Tell, stage: Stage, slowdown: Slowdown): Promise<void> {
  const { gateway, bare } = stage;
  const ours: Seen[] = [];
  const peers: Seen[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    ours.push(await visit(stage, slowdown, addressOf(gateway)));
    peers.push(await visit(stage, slowdown, bare.url));
  }
  const at = slowText(slowdown);
  const timed = (what: string, of: (seen: Seen) => number) => {
    const [own, peer] = [middleOf(ours.map(of)), middleOf(peers.map(of))];
    tell({
      what: `${what}${at}`,
      figure: `${Math.round(own)} ms`,
      peer: `bare HTML table ${Math.round(peer)} ms`,
      ratio: `${(own / Math.max(1, peer)).toFixed(1)} ×`,
      ...noGoal,
    });
  };
  timed("first contentful paint", (seen) => seen.firstPaintMs);
  timed("128 channels in the table", (seen) => seen.tableMs);
  const worst = (of: (seen: Seen) => number) => Math.max(...ours.map(of));
  tell({
    what: `layout shift, worst of ${RUNS}${at}`,
    figure: worst((seen) => seen.layoutShift).toFixed(3),
    ...noPeer,
    ...noGoal,
  });
  tell({
    what: `blocked by long tasks, median${at}`,
    figure: `${Math.round(middleOf(ours.map((seen) => seen.blockedMs)))} ms in ${middleOf(ours.map((seen) => seen.longTasks))}`,
    ...noPeer,
    ...noGoal,
  });
}

async function visit(stage: Stage, slowdown: Slowdown, address: string): Promise<Seen> {
  const opened = await openWatched(stage, slowdown);
  try {
    await opened.page.goto(address);
    return await whatWasSeen(opened.page);
  } finally {
    await opened.close();
  }
}

// What the rows about a running page share.

import type { Browser } from "playwright-core";
import type { OpenGateway } from "../building/open-gateway.ts";
import type { BenchRow } from "../row.ts";
import type { BareTable } from "./bare-table.ts";
import { type MeasuredPage, openMeasured, type Slowdown } from "./browser.ts";
import { watchItself } from "./observe.ts";
import { CHANNELS } from "./read-table.ts";

/** Hears a row. */
export type Tell = (row: BenchRow) => void;

/** Browser, product and peer. */
export interface Stage {
  readonly browser: Browser;
  readonly gateway: OpenGateway;
  readonly bare: BareTable;
}

/** How often what varies is measured; the middle is told. */
export const RUNS = 5;

/** For rows without a goal or without a peer. */
export const noGoal = { goal: null, met: null };
export const noPeer = { peer: null, ratio: null };

/** Bytes as the table prints them; a kilobyte has 1000. */
export const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** What stands behind a figure of a slowed processor. */
export const slowText = (slowdown: Slowdown): string =>
  slowdown === 1 ? "" : `, processor ${slowdown} × slower`;

/** The address of COUNTERS. */
export function addressOf({ url }: OpenGateway): string {
  return new URL("/?lang=en", url).href;
}

/** Opens a page that watches itself, logged in as the owner. */
export async function openWatched(stage: Stage, slowdown: Slowdown): Promise<MeasuredPage> {
  const { url, cookie } = stage.gateway;
  const [name = "", value = ""] = cookie.split("=");
  const opened = await openMeasured(stage.browser, { slowdown, cookie: { name, value, url } });
  await watchItself(opened.page, CHANNELS);
  return opened;
}

// The production bundle on the bench building, as a process of its own, and its owner.

import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { ExportV1, RoundState } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { enter } from "../../../tests/gateway/claimed.ts";
import { type StartedProcess, untilUp } from "../../../tests/gateway/mega-process.ts";
import { awaitUntil } from "../measure/await-until.ts";
import { type BuildingPlaces, benchMeters, configurationText } from "./bench-building.ts";
import type { TakenReading } from "./compare-readings.ts";

/** A gateway that runs. */
export interface OpenGateway {
  readonly pid: number;
  readonly url: string;
  /** Of its owner, for requests of one's own. */
  readonly cookie: string;
  /** Milliseconds from the start of the process to the first page. */
  readonly firstPageMs: number;
  /** Reads every meter; resolves when the round is stored. */
  readonly round: () => Promise<RoundState>;
  /** What is the newest of every meter. */
  readonly newest: () => Promise<readonly TakenReading[]>;
  readonly stop: () => Promise<void>;
}

/** With what it is started. */
export interface GatewayStart {
  /** The bundle: its folder. */
  readonly bundle: string;
  /** Holds `data`, and gets the configuration beside it. */
  readonly folder: string;
  readonly places: BuildingPlaces;
  /** Of its pages; the cookie of a login is named after it. */
  readonly port: number;
  /** The line as a configuration names it, in place of the one by TCP. */
  readonly link?: object;
}

const patience = { withinMs: 120_000, everyMs: 100 };
const quick = { withinMs: 60_000, everyMs: 4 };

/** Starts the gateway; resolves when it serves pages and its owner has entered. */
export async function openGateway(start: GatewayStart): Promise<OpenGateway> {
  const { up, url, firstPageMs } = await spawnGateway(start);
  const started = await up;
  const owner = await enter(url, started.setupCode);
  const newest = async () => {
    const file = await owner.ask<ExportV1>("GET", "/export.json");
    return file.channels.flatMap(({ channel, counters }) => {
      const latest = counters[0]?.latest ?? null;
      const meter = benchMeters.find(({ channelNo }) => channelNo === channel);
      if (latest === null || meter === undefined) return [];
      return [{ meterId: meter.id, index: latest.index, takenAtMs: Date.parse(latest.takenAt) }];
    });
  };
  return {
    pid: started.pid,
    url,
    cookie: owner.cookie,
    firstPageMs,
    newest,
    async round() {
      const { id } = await owner.ask<RoundState>("POST", "/rounds");
      return awaitUntil("the round has ended", patience, async () => {
        const latest = await owner.ask<RoundState>("GET", "/rounds/latest");
        return latest.id === id && latest.endedAt !== null ? latest : undefined;
      });
    },
    stop: () => stopped(started),
  };
}

/** Milliseconds from the start of a gateway to the table of a session that was there before. */
export async function tableAfterStart(start: GatewayStart, cookie: string): Promise<number> {
  const clock = systemClock();
  const fromMs = clock.monotonicMs();
  const { up, url } = await spawnGateway(start);
  await awaitUntil("the table is served", quick, async () => {
    const answer = await fetch(`${url}api/v1/counters`, { headers: { cookie } });
    return answer.status === 200 ? answer.arrayBuffer() : undefined;
  });
  const tableMs = clock.monotonicMs() - fromMs;
  await stopped(await up);
  return tableMs;
}

async function spawnGateway(start: GatewayStart) {
  const { bundle, folder, places, port, link } = start;
  const configFile = join(folder, "gateway.json");
  if (!existsSync(configFile)) writeFileSync(configFile, configurationText(places, link));
  const url = `http://127.0.0.1:${port}/`;
  const clock = systemClock();
  const fromMs = clock.monotonicMs();
  const at = ["--host", "127.0.0.1", "--port", String(port), "--log", "warn"];
  const args = ["gateway", "--data", join(folder, "data"), "--config", configFile, ...at];
  const child = spawn(process.execPath, [join(bundle, "mega.js"), ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const up = untilUp(child);
  await awaitUntil("the COUNTERS page is served", quick, async () => {
    const answer = await fetch(url).catch(() => undefined);
    return answer?.status === 200 ? answer.arrayBuffer() : undefined;
  });
  return { up, url, firstPageMs: clock.monotonicMs() - fromMs };
}

async function stopped(started: StartedProcess): Promise<void> {
  const code = await started.end();
  if (code !== 0) throw new Error(`The gateway ended with code ${code}:\n${started.log()}`);
}

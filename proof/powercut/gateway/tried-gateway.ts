/**
 * The real `mega gateway` as a process, on a disk that obeys a file of wishes: its syncs get slow, its
 * writes fail. Its meters are MQTT devices of its own broker.
 */

import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ExportV1, GatewayInfo, ReadAnswer } from "@mega/contract";
import { freePort } from "../../../tests/free-port.ts";
import { enter, owner } from "../../../tests/gateway/claimed.ts";
import { type StartedProcess, startProcess } from "../../../tests/gateway/mega-process.ts";

/** Where a gateway runs. */
export interface TriedPlace {
  /** For the configuration and the wishes; not on the disk that is tried. */
  readonly folder: string;
  readonly dataFolder: string;
  /** libdisk.so */
  readonly library: string;
  readonly channels: number;
}

/** Asks the interface as its owner. */
type Ask = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

/** A gateway that runs. */
export interface TriedGateway extends StartedProcess {
  readonly ask: Ask;
  /** "name=word" of the owner's login. */
  readonly cookie: string;
  /** The meter of a channel shows an index. */
  readonly show: (channelNo: number, index: string) => Promise<void>;
  /** Reads a channel; resolves when the reading is acknowledged as accepted. */
  readonly read: (channelNo: number) => Promise<void>;
  /** The newest index of a channel, as the page shows it. */
  readonly latest: (channelNo: number) => Promise<string | undefined>;
  readonly storage: () => Promise<GatewayInfo["storage"]>;
}

const mac = (channelNo: number): string => `94b5558925${channelNo.toString(16).padStart(2, "0")}`;

/** A place in which one gateway after the other can be started. */
export class Trial {
  readonly #place: TriedPlace;
  readonly #env: Readonly<Record<string, string>>;
  readonly #wishes: string;
  readonly #running = new Set<StartedProcess>();
  #broker = 0;

  /** @param env More for disk.c, or otherwise */
  constructor(place: TriedPlace, env: Readonly<Record<string, string>> = {}) {
    this.#place = place;
    this.#env = env;
    this.#wishes = join(place.folder, "wishes");
  }

  /** From now on the disk does this: "sync-fails", "write-fails", "sync-ms=1000"; "" for nothing. */
  wish(words: string): void {
    writeFileSync(this.#wishes, words);
  }

  /** Starts the gateway; the first time it is claimed. */
  async start(): Promise<TriedGateway> {
    const { folder, dataFolder, library } = this.#place;
    if (this.#broker === 0) this.#broker = await freePort();
    const configFile = join(folder, "gateway.yaml");
    writeFileSync(configFile, this.#configuration());
    const started = await startProcess(dataFolder, configFile, [], {
      LD_PRELOAD: library,
      MEGA_DISK_FOLDER: dataFolder,
      MEGA_DISK_WISHES: this.#wishes,
      ...this.#env,
    });
    this.#running.add(started);
    const person = await enter(started.url, started.setupCode);
    const { ask } = person;
    return {
      ...started,
      ask,
      cookie: person.cookie,
      end: async (signal) => {
        this.#running.delete(started);
        return started.end(signal);
      },
      show: (channelNo, index) => this.#publish(channelNo, index),
      async read(channelNo) {
        const { item } = await ask<ReadAnswer>("POST", `/channels/${channelNo}/read`);
        if (item.status !== "accepted") throw new Error(`Not accepted: ${JSON.stringify(item)}`);
      },
      async latest(channelNo) {
        const file = await ask<ExportV1>("GET", "/export.json");
        const found = file.channels.find(({ channel }) => channel === channelNo);
        return found?.counters[0]?.latest?.index;
      },
      storage: async () => (await ask<GatewayInfo>("GET", "/gateway")).storage,
    };
  }

  /** Ends whatever runs and takes the files of the trial away. */
  async end(): Promise<void> {
    this.wish("");
    for (const running of this.#running) await running.end("SIGKILL");
    rmSync(this.#place.folder, { recursive: true, force: true });
  }

  #configuration(): string {
    const numbers = Array.from({ length: this.#place.channels }, (_, at) => at + 1);
    return [
      "version: 1",
      "building: { name: Test bench }",
      "gateway: { model: MEGA128 }",
      `mqtt: { embedded: { port: ${this.#broker} } }`,
      "meters:",
      ...numbers.map(
        (no) =>
          `  - { id: m${no}, profile: mqtt, mqtt: { mac: ${mac(no)}, token: token-of-${no} } }`,
      ),
      "channels:",
      ...numbers.map((no) => `  - { no: ${no}, name: Flat ${no}, meter: m${no} }`),
      "",
    ].join("\n");
  }

  async #publish(channelNo: number, index: string): Promise<void> {
    await promisify(execFile)("mosquitto_pub", [
      ...["-h", "127.0.0.1", "-p", String(this.#broker), "-u", `token-of-${channelNo}`, "-q", "1"],
      ...["-t", `mega/in/${mac(channelNo)}/1`],
      ...["-m", `{"unit":"kWh","import":"${index}","export":"0"}`],
    ]);
  }
}

/** Logs the owner in once more and says how long that took, in milliseconds. */
export async function timeLogin(url: string): Promise<number> {
  const beginMs = performance.now();
  const answer = await fetch(new URL("/api/v1/session", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: owner.name, password: owner.password }),
  });
  if (!answer.ok) throw new Error(`The login was refused: ${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - beginMs;
}

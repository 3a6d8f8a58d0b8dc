/** What the demo keeps besides the gateway's own data: when its building was first looked at. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mega/domain";
import { LEDGER_FILE } from "@mega/gateway";
import { inlineLedgerHost } from "@mega/ledger";
import type { DemoLogin } from "./demo-logins.ts";

const demoFolder = fileURLToPath(new URL("../../../../demo", import.meta.url));
const NOTE_FILE = "demo.json";

/** The files that describe the demo building. */
export interface DemoFiles {
  readonly scenario: string;
  readonly configFile: string;
  /** New tenants, in days before the first start. */
  readonly movings: readonly { readonly channelNo: number; readonly daysBefore: number }[];
  readonly logins: readonly DemoLogin[];
  /** Changes with the building: another building needs another past. */
  readonly hash: string;
}

/** What is kept about the past that was made. */
export interface DemoNote {
  /** The instant that the scenario's relative instants count from. */
  readonly referenceMs: number;
  readonly hash: string;
}

/** Reads the files of the demo building. */
export function readDemoFiles(): DemoFiles {
  const read = (name: string) => readFileSync(join(demoFolder, name), "utf8");
  const scenario = read("building.yaml");
  const movings = read("movings.json");
  const hash = createHash("sha256").update(scenario).update(read("gateway.yaml")).update(movings);
  return {
    scenario,
    configFile: join(demoFolder, "gateway.yaml"),
    movings: JSON.parse(movings) as DemoFiles["movings"],
    logins: JSON.parse(read("logins.json")) as DemoFiles["logins"],
    hash: hash.digest("hex"),
  };
}

/** The note of a finished past; undefined when there is none, or it is of another building. */
export function readNote(folder: string, hash: string): DemoNote | undefined {
  const file = join(folder, NOTE_FILE);
  if (!existsSync(file)) return undefined;
  const note = JSON.parse(readFileSync(file, "utf8")) as DemoNote;
  return note.hash === hash ? note : undefined;
}

/**
 * Lets a past be made in a folder beside and puts it in place when it is finished: an interrupted
 * start leaves nothing half made.
 */
export async function makeBeside(
  folder: string,
  note: DemoNote,
  make: (partial: string) => Promise<void>,
): Promise<void> {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  await make(partial);
  writeFileSync(join(partial, NOTE_FILE), `${JSON.stringify(note)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}

/** When the ledger of the folder was last written, milliseconds since 1970 UTC. */
export async function lastWrittenMs(folder: string): Promise<number> {
  const ledger = await inlineLedgerHost({ path: join(folder, LEDGER_FILE), clock: systemClock() });
  try {
    return ledger.snapshot().head.recordedAtMs;
  } finally {
    await ledger.close();
  }
}

/** What the server's demo keeps of itself, so that the next start goes on with what is there. */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "demo.json";

/** A building whose gateway is enrolled. */
export interface BuildingNote {
  /** Boxes that were put in its place, the first one counted. */
  readonly box: number;
  /** MAC of the box that is in place. */
  readonly mac: string;
  /** What restores it; a demo prints what an owner keeps in a safe. */
  readonly token: string;
}

/** The demo. */
export interface DemoNote {
  readonly hash: string;
  readonly firstPort: number;
  /** When it was set up; names the server's folder. Milliseconds since 1970 UTC. */
  readonly madeAtMs: number;
  /** The instant that relative instants of the buildings count from. */
  readonly referenceMs: number;
  /** By the building's id; none before everything is set up. */
  readonly buildings: Readonly<Record<string, BuildingNote>>;
  /** Secrets of second factors in Base32, by address. */
  readonly factors: Readonly<Record<string, string>>;
}

/** The note of a folder; undefined where nothing was set up to its end. */
export function readDemoNote(folder: string): DemoNote | undefined {
  const file = join(folder, FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoNote) : undefined;
}

/** Writes it, whole or not at all. */
export function writeDemoNote(folder: string, note: DemoNote): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The server's own folder: another one for each set-up, since its database may stand elsewhere. */
export function serverFolder(folder: string, { madeAtMs }: Pick<DemoNote, "madeAtMs">): string {
  return join(folder, `server-${madeAtMs}`);
}

/** The folder of a box's data. */
export function boxFolder(folder: string, id: string, box: number): string {
  return join(folder, id, `box-${box}`);
}

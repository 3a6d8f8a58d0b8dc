// Files of 128 channels and twelve months through the REST interface of the running bundle, beside
// the same bytes written by others: JSON.stringify for JSON, openpyxl for Excel.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mega/domain";
import { type OpenGateway, openGateway } from "../building/open-gateway.ts";
import { onStage } from "../building/stage.ts";
import { middleOf } from "../measure/middle.ts";
import type { BenchPart } from "../row.ts";

const kinds = ["csv", "json", "xlsx", "pdf"] as const;
const passes = 7;
const peerProgram = fileURLToPath(new URL("./openpyxl-peer.py", import.meta.url));

interface Taken {
  readonly ms: number;
  readonly bytes: Uint8Array;
}

export const part: BenchPart = {
  name: "exports",
  run: (tell) =>
    onStage(async (stage) => {
      const gateway = await openGateway(stage.start);
      try {
        const taken = new Map<string, Taken>();
        for (const kind of kinds) taken.set(kind, await take(gateway, kind));
        const json = Buffer.from(taken.get("json")?.bytes ?? []).toString("utf8");
        const peers: Readonly<Record<string, () => { name: string; ms: number }>> = {
          json: () => stringified(json),
          xlsx: () => openpyxl(json, join(stage.folder, "table.json")),
        };
        for (const [kind, { ms, bytes }] of taken) {
          const peer = peers[kind]?.();
          tell({
            what: `${kind} of 128 channels × 12 months, request to last byte`,
            figure: `${ms.toFixed(0)} ms, ${(bytes.length / 1000).toFixed(0)} kB`,
            peer: peer === undefined ? null : `${peer.name} ${peer.ms.toFixed(0)} ms`,
            ratio: peer === undefined ? null : `${(ms / peer.ms).toFixed(2)} ×`,
            goal: null,
            met: null,
          });
        }
      } finally {
        await gateway.stop();
      }
    }),
};

/** The middle of several requests; the first, which loads what is needed, is left out. */
async function take({ url, cookie }: OpenGateway, kind: string): Promise<Taken> {
  const clock = systemClock();
  const passesMs: number[] = [];
  let bytes = new Uint8Array();
  for (let pass = 0; pass <= passes; pass++) {
    const fromMs = clock.monotonicMs();
    const answer = await fetch(`${url}api/v1/export.${kind}`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`export.${kind} answered ${answer.status}`);
    bytes = new Uint8Array(await answer.arrayBuffer());
    if (pass > 0) passesMs.push(clock.monotonicMs() - fromMs);
  }
  return { ms: middleOf(passesMs), bytes };
}

/** The least that anyone must do who answers with this text: from the values to the text. */
function stringified(json: string): { name: string; ms: number } {
  const clock = systemClock();
  const table: unknown = JSON.parse(json);
  const passesMs = Array.from({ length: passes }, () => {
    const fromMs = clock.monotonicMs();
    JSON.stringify(table);
    return clock.monotonicMs() - fromMs;
  });
  return { name: "JSON.stringify alone", ms: middleOf(passesMs) };
}

/** The same figures into a workbook of plain cells; the start of Python is not counted. */
function openpyxl(json: string, file: string): { name: string; ms: number } {
  writeFileSync(file, json);
  const output = execFileSync("/usr/bin/python3", [peerProgram, file, String(passes)], {
    encoding: "utf8",
  });
  const passesMs = output.trim().split("\n").map(Number);
  return { name: "openpyxl", ms: middleOf(passesMs) };
}

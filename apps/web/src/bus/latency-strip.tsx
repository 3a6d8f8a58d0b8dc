/** The latency of a meter over a day as bars; a quarter without an answer is a stub in red. */

import type { MeterHealth } from "@mega/contract";
import { allWords } from "../state/all-words.ts";

const STEP = 2;
const HEIGHT = 44;
/** The slowest class that is drawn; bars grow with the logarithm. */
const SLOWEST_MS = 1000;

/** The drawing. */
export function LatencyStrip(props: {
  readonly strip: MeterHealth["strip"];
  readonly name: string;
}) {
  const { answered, failed, latencyP50Ms } = props.strip;
  const paths = { good: "", spoilt: "", silent: "" };
  for (const [index, answers] of answered.entries()) {
    const failures = failed[index] ?? 0;
    if (answers + failures === 0) continue;
    const at = `M${index * STEP + 1} ${HEIGHT}v-`;
    if (answers === 0) paths.silent += `${at}5`;
    else
      paths[failures > 0 ? "spoilt" : "good"] += `${at}${barHeight(latencyP50Ms[index] ?? null)}`;
  }
  return (
    <svg
      viewBox={`0 0 ${answered.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={allWords.value.bus.stripOf(props.name)}
    >
      <path d={paths.good} class="good" />
      <path d={paths.spoilt} class="spoilt" />
      <path d={paths.silent} class="silent" />
    </svg>
  );
}

function barHeight(latencyMs: number | null): number {
  const waited = Math.min(latencyMs ?? SLOWEST_MS, SLOWEST_MS);
  return Math.round(4 + (HEIGHT - 8) * (Math.log(waited + 1) / Math.log(SLOWEST_MS + 1)));
}

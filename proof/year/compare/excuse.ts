/**
 * What a fault that nothing on the wire can show excuses: a figure that is not true, of its own meter,
 * where the fault lies between the readings behind the figure, and no farther off than the fault
 * explains. A mark, an index or a sum that the gateway's rules give otherwise is never excused.
 */

import type { InvisibleFault } from "../driver/site-notes.ts";
import type { Moved, RestsOn } from "./against-truth.ts";

/** A span of true time, readings included. */
type Span = RestsOn;

/** Unseen faults of a meter that touch a span; an old figure does so until it is superseded. */
export function unseenIn(
  faults: readonly InvisibleFault[],
  meterId: string,
  { fromMs, toMs }: Span,
): readonly InvisibleFault[] {
  return faults.filter((fault) => {
    const lastsMs = fault.explains.kind === "old" ? fault.explains.ageMs : 0;
    return fault.meterId === meterId && fault.fromMs <= toMs && fault.toMs + lastsMs >= fromMs;
  });
}

/** How far the faults may move a consumption; `drawn` is what passes at most in a time. */
export function movedBy(
  faults: readonly InvisibleFault[],
  counterId: string,
  inUnit: (micro: number) => bigint,
  drawn: (elapsedMs: number) => bigint,
): Moved {
  let [least, most] = [0n, 0n];
  for (const { explains } of faults) {
    if (explains.kind === "old") {
      const old = drawn(explains.ageMs);
      [least, most] = [least - old, most + old];
      continue;
    }
    const by = inUnit(explains.micro[counterId] ?? 0);
    [least, most] = [least + by, most + by];
  }
  return { least, most };
}

/** So old a figure may be for them, milliseconds. */
export function oldestOf(faults: readonly InvisibleFault[]): number {
  const ages = faults.map(({ explains }) => (explains.kind === "old" ? explains.ageMs : 0));
  return Math.max(0, ...ages);
}

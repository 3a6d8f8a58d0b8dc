/**
 * Whether memory grew while cases ran. One measurement says little: the product is made anew every so
 * many cases, and what it draws and hashes is held for a moment. What leaks shows in the least of many
 * measurements: it does not come back to where it was. Pure.
 */

import type { Memory } from "./child-messages.ts";

/** The part of the course whose least is compared with the least of the same part at its end. */
const comparedPart = 1 / 3;

/** The least of the first and of the last third, each kind of memory for itself. */
export function courseOf(measured: readonly Memory[]): {
  readonly before: Memory;
  readonly after: Memory;
} {
  if (measured.length === 0) throw new Error("Memory was never measured.");
  const some = Math.ceil(measured.length * comparedPart);
  return { before: least(measured.slice(0, some)), after: least(measured.slice(-some)) };
}

function least(measured: readonly Memory[]): Memory {
  return {
    heapBytes: Math.min(...measured.map(({ heapBytes }) => heapBytes)),
    residentBytes: Math.min(...measured.map(({ residentBytes }) => residentBytes)),
  };
}

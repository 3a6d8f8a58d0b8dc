/** Changes in words: "CH3: name, address", "LOCATION", "bus riser". */

import { allWords } from "../state/all-words.ts";
import type { Change } from "./draft/changes.ts";

const LISTED_MAX = 6;

/** One change in words. */
export function changeWords(change: Change): string {
  const { config } = allWords.value;
  if (change.kind === "row") {
    const fields = change.fields.map((field) => config.fields[field]);
    return `CH${change.channelNo} (${[...new Set(fields)].join(", ")})`;
  }
  return placeWords(change.pointer);
}

/** A general setting by its pointer; an unknown one by the group it stands in. */
export function placeWords(pointer: string): string {
  const { places } = allWords.value.config;
  const known: Readonly<Record<string, string>> = places;
  const general = pointer.replace(/\/\d+/g, "/*");
  for (let place = general; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    const found = known[place];
    if (found !== undefined) return found;
  }
  return pointer;
}

/** A few of them, and how many more. */
export function listed(all: readonly string[]): string {
  const texts = [...new Set(all)];
  const shown = texts.slice(0, LISTED_MAX).join(", ");
  const left = texts.length - LISTED_MAX;
  return left > 0 ? `${shown}, ${allWords.value.config.more(String(left))}` : shown;
}

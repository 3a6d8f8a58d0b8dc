/** The marks of channel-months, from best to worst, as words and colours. */

import type { ChannelMonthResult } from "../compare/difference.ts";

type Shown = ChannelMonthResult["mark"] | "wrong" | "invisible";

/** In the order of the key. */
export const marks: readonly { readonly mark: Shown; readonly word: string }[] = [
  { mark: "actual", word: "actual" },
  { mark: "person", word: "read by a person" },
  { mark: "interpolated", word: "interpolated" },
  { mark: "exchanged", word: "meter exchanged" },
  { mark: "estimated", word: "estimated" },
  { mark: "open", word: "open: the clock" },
  { mark: "quarantined", word: "quarantined" },
  { mark: "missing", word: "missing" },
  { mark: "invisible", word: "not visible on the wire" },
  { mark: "wrong", word: "wrong" },
];

/** The class of a mark's colour. */
export function markClass(mark: Shown): string {
  return `mark-${mark}`;
}

/** What a channel-month is shown as. */
export function shownAs({ mark, verdict }: ChannelMonthResult): Shown {
  return verdict === "wrong" || verdict === "invisible" ? verdict : mark;
}

/** How a sum is called in files for people: as on the page. */

import type { TotalRow } from "@mega/contract";
import type { Dictionary } from "@mega/locale";

/** "Total DIFF 1 Electricity, import"; a counter's name only where it says more than the medium. */
export function totalName(
  { medium, counterId, counterNo }: TotalRow,
  { counters, states }: Dictionary,
): string {
  const names: Readonly<Record<string, string>> = states.counterIds;
  const saysNoMore = counterId === "energy" || counterId === "volume";
  const what = saysNoMore
    ? states.media[medium]
    : `${states.media[medium]}, ${names[counterId] ?? counterId}`;
  return counters.total(String(counterNo), what);
}

/** Names of files that pages make themselves, formed like those of the gateway. Pure. */

import { locationSlug } from "@mega/domain";
import { dateFields } from "@mega/locale";

/** When the file is made, and in which zone that is written. */
export interface MadeAt {
  readonly instant: string;
  readonly timeZone: string;
}

/** "hollestraat-1_audit_12_20260602-0805.csv". */
export function fileName(parts: readonly string[], made: MadeAt | null, extension: string): string {
  const stamp = made === null ? [] : [stampOf(made)];
  return `${[...parts.map(locationSlug), ...stamp].join("_")}.${extension}`;
}

function stampOf({ instant, timeZone }: MadeAt): string {
  const { year, month, day, hour, minute } = dateFields(instant, timeZone);
  return `${year}${month}${day}-${hour}${minute}`;
}

/** How files will begin that carry the building's name; the gateway makes the real ones. Pure. */

import { locationSlug } from "@mega/domain";

/** "Hollestraat 1" → "hollestraat-1_…". */
export function fileNameOf(location: string): string {
  return `${locationSlug(location)}_….csv`;
}

/** In which time zone a gateway's days begin. */

import type { PortalGateway } from "@mega/contract";
import { ownZone } from "../parts/time-text.ts";

/** Its building's; before its configuration has come, the person's own. */
export function zoneOf({ glance }: Pick<PortalGateway, "glance">): string {
  return glance?.timeZone ?? ownZone;
}

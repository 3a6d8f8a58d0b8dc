/** The name of a file that a page makes itself, at this moment. */

import { nowAt } from "../state/readings.ts";
import { gateway, timeZone } from "../state/session.ts";
import { fileName } from "./file-name.ts";

/** Building, then content and scope as given, then the gateway's local time where it is known. */
export function ownFileName(parts: readonly string[], extension: string): string {
  const location = gateway.value?.location ?? "";
  const instant = nowAt.value ?? gateway.value?.clock.nowAt ?? null;
  const made = instant === null ? null : { instant, timeZone: timeZone.value };
  return fileName([location, ...parts], made, extension);
}

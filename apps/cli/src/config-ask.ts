/** What the `mega config` commands share: they ask the gateway that runs on the data folder. */

import type { RevisionInfo } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { askGatewayForBytes } from "@mega/gateway";
import type { Given } from "./arguments.ts";
import { needed } from "./arguments.ts";

type Parts = Parameters<typeof askGatewayForBytes>[3];

/** An answer of the gateway's interface as bytes; throws when no gateway runs on the folder. */
export async function askConfiguration(
  given: Given,
  method: "GET" | "POST" | "PUT",
  path: string,
  parts: Parts = {},
): Promise<Buffer> {
  const folder = needed(given, "data");
  const answer = await askGatewayForBytes(folder, method, `/api/v1/configuration${path}`, parts);
  if (answer !== undefined) return answer;
  throw new MegaError("NOT_FOUND", `No gateway is running on ${folder}`, {
    hint: "Start it with mega gateway --data DIR; without a file it can be set up from here.",
  });
}

/** "revision 3, saved at … by anna (page)". */
export function revisionLine({ revision, savedAt, savedBy, cause }: RevisionInfo): string {
  if (savedAt === null) return "nothing was saved yet";
  return `revision ${revision}, saved at ${savedAt} by ${savedBy} (${cause})`;
}

/** When a box may ask for another's place, and what a refusal of the server means here. Pure. */

import { createHash } from "node:crypto";
import { MegaError } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import type { Asked } from "./takeover-server.ts";

/** Nothing is overwritten: a box that has read a meter keeps what it has. */
export function refusalOfBox({
  sources,
  tenancies,
  closedMonths,
}: Pick<LedgerView, "sources" | "tenancies" | "closedMonths">): MegaError | undefined {
  if (sources.size + tenancies.size + closedMonths.size === 0) return undefined;
  return new MegaError("CONFLICT", "This gateway has readings of its own", {
    hint: "A restore is for a box that has read nothing yet.",
    context: { sources: sources.size },
  });
}

/** A refusal or failure of the server's as one of ours. */
export function refusalOfAsking(asked: Exclude<Asked<never>, { kind: "answer" }>): MegaError {
  const { detail, retryAfterMs } = asked;
  const retry = retryAfterMs === null ? {} : { retryAfterS: Math.ceil(retryAfterMs / 1000) };
  if (asked.kind === "refused") {
    if (asked.code === "PROOF_REFUSED") {
      return new MegaError("PROOF_REFUSED", "MAC and restore token do not belong together", {
        hint: "Compare both with the sheet that was printed when the token was made.",
      });
    }
    if (asked.code === "TOO_MANY_ATTEMPTS" || asked.code === "TOO_MANY_REQUESTS") {
      return new MegaError("TOO_MANY_ATTEMPTS", detail, { context: retry });
    }
  }
  return new MegaError("CONFLICT", `The server gave no answer that helps: ${detail}`, {
    hint: "Check its address, and this gateway's way to it.",
  });
}

/** What the server keeps of a secret. */
export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

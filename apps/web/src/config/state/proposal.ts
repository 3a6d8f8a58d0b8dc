/** A file that the gateway read becomes the draft; it is saved like any other change. */

import type { GatewayConfig, Proposal } from "@mega/contract";
import { draft, proposal, refused, slips } from "./config-state.ts";

/** Takes a proposal without faults as the draft. */
export function takeProposal(found: Proposal): void {
  if (found.configuration === null) return;
  draft.value = found.configuration as GatewayConfig;
  proposal.value = found.proposal;
  slips.value = new Map();
  refused.value = null;
}

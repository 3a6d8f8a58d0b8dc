/** What pages of a building and the operator's ask about people alike. */

import type { ResetNoted } from "@mega/contract";
import { ask } from "../../api/request.ts";

export const inviteAgain = (accountId: number) =>
  ask<ResetNoted>(`/accounts/${accountId}/invitation`, { method: "POST" });

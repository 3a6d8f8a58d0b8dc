/** Claiming the gateway, and new credentials of its owner: both by proof of presence. */

import { randomId } from "@mega/access";
import type { ClaimRequest, Language, ResetRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { LedgerHost } from "@mega/ledger";
import { appended } from "../api/appended.ts";
import type { Access } from "./access.ts";
import type { KeptAccount } from "./account-store.ts";
import { begin, type From } from "./log-in.ts";
import { newPasswordHash } from "./new-password.ts";
import type { PrgPurpose } from "./presence.ts";
import type { Login } from "./principal.ts";

/** Makes the first owner and logs him in; throws PROOF_REFUSED, ALREADY_CLAIMED. */
export async function claim(
  access: Access,
  request: ClaimRequest & { readonly language: Language },
  from: From,
): Promise<Login> {
  if (!access.database.writable) {
    // An owner that a restart forgets would be worse than none.
    throw new MegaError("LEDGER_STORAGE_FAILED", "The disk takes nothing; no owner can be kept", {
      hint: "Check the space on the disk.",
    });
  }
  refuseWithoutProof(access, request.proof, "claim", from.ip);
  const password = await newPasswordHash(request.password, request.name, "/password");
  const account: KeptAccount = {
    accountId: randomId(),
    name: request.name,
    role: "owner",
    language: request.language,
    email: null,
    password,
    disabled: false,
    hourly: false,
    createdAtMs: access.clock.nowMs(),
    lastLoginAtMs: null,
    grants: [],
  };
  access.database.transaction(() => {
    // Two may have brought a proof at the same time: the password took a while.
    if (access.presence.claimed) {
      throw new MegaError("ALREADY_CLAIMED", "The gateway has an owner", { hint: "Log in." });
    }
    access.accounts.add(account);
    access.presence.markClaimed();
    access.presence.use();
    access.audit.record({
      actor: account.name,
      action: "claimed",
      object: `account:${account.name}`,
      details: { proof: request.proof.kind },
      fromIp: from.ip,
    });
  });
  access.presence.removeFile();
  return begin(access, account, "login", from);
}

/**
 * Sets name and password of an owner and ends every session. The ledger notes it first: whoever has
 * the figures can see that somebody took over. Readings, ledger and audit log stay as they are.
 */
export async function resetCredentials(
  access: Access,
  request: ResetRequest,
  { ledger, ip }: { readonly ledger: Pick<LedgerHost, "append">; readonly ip: string },
): Promise<void> {
  if (!access.presence.claimed) {
    throw new MegaError("NOT_CLAIMED", "The gateway has no owner yet", { hint: "Claim it first." });
  }
  refuseWithoutProof(access, request.proof, "reset", ip);
  const owner = ownerToReset(access, request.name);
  const password = await newPasswordHash(request.password, request.name, "/password");
  // The proof is asked for again: another request may have used it up meanwhile.
  access.presence.refuseUnlessProof(request.proof, "reset");
  await appended(ledger, [{ kind: "credentials-reset", by: "presence" }], "presence");
  access.database.transaction(() => {
    access.accounts.change(owner.accountId, { name: request.name, password, disabled: false });
    access.invitations.delete(owner.accountId);
    access.presence.use();
    access.audit.record({
      actor: "anonymous",
      action: "credentials-reset",
      object: `account:${request.name}`,
      details: { proof: request.proof.kind, before: owner.name },
      fromIp: ip,
    });
  });
  access.sessions.endAll();
  access.streams.sweep();
}

function refuseWithoutProof(
  access: Access,
  proof: ClaimRequest["proof"],
  purpose: PrgPurpose,
  ip: string,
): void {
  const attempt = access.attempts.begin("proof", ip);
  try {
    access.presence.refuseUnlessProof(proof, purpose);
  } catch (error) {
    const details = { proof: proof.kind, purpose };
    access.note({ actor: "anonymous", action: "proof-refused", object: "", details, fromIp: ip });
    throw error;
  }
  attempt.succeeded();
}

/** The owner of that name, else the one who was there first. */
function ownerToReset(access: Access, name: string): KeptAccount {
  const named = access.accounts.findByName(name);
  if (named?.role === "owner") return named;
  if (named !== undefined) {
    const allowed = "a name that no other account has";
    throw fieldProblem({ pointer: "/name", value: name, allowed, code: "taken" });
  }
  const owners = access.accounts.list().filter(({ role }) => role === "owner");
  const [first] = owners.sort((a, b) => a.createdAtMs - b.createdAtMs);
  if (first === undefined) throw new MegaError("NOT_FOUND", "There is no owner");
  return first;
}

/** Who asks: what a request is allowed to do follows from this alone. */

import type { Role, Scope } from "@mega/contract";
import type { FastifyRequest } from "fastify";

/** A stay of a tenant behind a channel; what lies outside it is not his to see. */
export interface Grant {
  readonly channelNo: number;
  readonly fromMs: number;
  /** Null while he lives there. */
  readonly toMs: number | null;
}

/** Whoever asks. */
export type Principal =
  /** The `mega` command of the folder's owner, through the local socket. */
  | { readonly kind: "machine" }
  | {
      readonly kind: "user";
      /** Random; the ledger's pseudonym of the person. */
      readonly accountId: string;
      readonly name: string;
      readonly role: Role;
      /** Empty but for a tenant. */
      readonly grants: readonly Grant[];
    }
  | {
      readonly kind: "token";
      readonly tokenId: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    };

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the guard before a handler runs; null where an operation is open to all. */
    principal: Principal | null;
  }
}

/** The stays that limit what is shown; null when everything is. */
export function limitsOf(request: FastifyRequest): readonly Grant[] | null {
  const { principal } = request;
  return principal?.kind === "user" && principal.role === "tenant" ? principal.grants : null;
}

/** The name that goes into the audit log. */
export function actorName(request: FastifyRequest): string {
  const { principal } = request;
  if (principal === null) return "anonymous";
  return principal.kind === "machine" ? "machine" : principal.name;
}

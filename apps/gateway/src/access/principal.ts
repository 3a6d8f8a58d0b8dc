/** Who asks: what a request is allowed to do follows from this alone. */

import type { Role, Scope } from "@mega/contract";
import type { FastifyRequest } from "fastify";
import type { Session } from "./sessions.ts";

/** A stay of a tenant behind a channel; what lies outside it is not his to see. */
export interface Grant {
  readonly channelNo: number;
  readonly fromMs: number;
  /** Null while he lives there. */
  readonly toMs: number | null;
}

/** What limits a tenant. */
export interface TenantLimits {
  readonly grants: readonly Grant[];
  /** Whether he chose to see values by the hour. */
  readonly hourly: boolean;
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
      /** A tenant's own choice about values by the hour. */
      readonly hourly: boolean;
    }
  | {
      readonly kind: "token";
      readonly tokenId: string;
      /** Of who made it; the ledger's pseudonym. */
      readonly accountId: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    };

/** The login of a request: its session and the word of its cookie. */
export interface Login {
  readonly session: Session;
  readonly word: string;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the guard before a handler runs; null where an operation is open to all. */
    principal: Principal | null;
    /** The session behind the principal; null for programs, the local socket and nobody. */
    login: Login | null;
  }
}

/** What limits what is shown; null when everything is. */
export function limitsOf({ principal }: FastifyRequest): TenantLimits | null {
  return principal?.kind === "user" && principal.role === "tenant" ? principal : null;
}

/** The name that goes into the audit log. */
export function actorName(request: FastifyRequest): string {
  const { principal } = request;
  if (principal === null) return "anonymous";
  return principal.kind === "machine" ? "machine" : principal.name;
}

/** The pseudonym that goes into the ledger; never a name. */
export function actorPseudonym({ principal }: FastifyRequest): string {
  return principal === null || principal.kind === "machine" ? "machine" : principal.accountId;
}

/** The address that goes into the audit log; null from the machine itself. */
export function addressOf(request: FastifyRequest): string | null {
  // The local socket has no address.
  return (request.ip as string | undefined) ?? null;
}

/** Who asks, as handlers need it: in whose name their statements run. */

import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { Login } from "../access/portal-principal.ts";
import type { Actor } from "../audit/append-audit.ts";
import type { Identity } from "../database/roles.ts";

/** The login of a request; throws UNAUTHENTICATED without one, whatever the guard let through. */
export function loginOf(request: FastifyRequest): Login {
  if (request.portalLogin !== null) return request.portalLogin;
  throw new MegaError("UNAUTHENTICATED", "The request carries no valid login");
}

/** In whose name statements run: row-level policies show what is his. */
function identityOf(request: FastifyRequest): Doing["identity"] {
  return { kind: "account", accountId: loginOf(request).person.accountId };
}

/** Who does something, and when. */
export interface Doing {
  /** In whose name statements run. */
  readonly identity: Extract<Identity, { readonly kind: "account" }>;
  /** For the audit table. */
  readonly actor: Extract<Actor, { readonly kind: "account" }>;
  /** His name, for the words of a mail. */
  readonly by: string;
  readonly nowMs: number;
}

/** Who does what the request asks for. */
export function doingOf(request: FastifyRequest, nowMs: number): Doing {
  const { accountId, name } = loginOf(request).person;
  const actor = { kind: "account", accountId, address: request.ip } as const;
  return { identity: identityOf(request), actor, by: name, nowMs };
}

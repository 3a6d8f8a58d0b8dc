/**
 * The guard: lets a request through to its operation, or refuses it, by the contract's table of
 * access and by nothing else. Pages and their files hold no data and are served to all.
 *
 * Before the body is read: foreign pages, claim, login, role or scope, the word against forgery.
 * Before it is checked: the password beside the change. Right before the handler the one-time word is
 * used up.
 */

import { csrfOf } from "@mega/access";
import { type AccessRule, type OperationName, access as rules } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Access } from "./access.ts";
import { type Identity, identify } from "./identify.ts";
import { refuseForeignPages } from "./request-origin.ts";
import { tunnelOf } from "./tunnel-requests.ts";

/** Puts itself before the operations of a server. */
export type Guard = (app: FastifyInstance) => void;

/** The guard of service. */
export function accessGuard(access: Access): Guard {
  return (app) => {
    app.decorateRequest("principal", null);
    app.decorateRequest("login", null);
    app.addHook("onRequest", async (request, reply) => admit(access, request, reply));
    app.addHook("preValidation", async (request) => {
      const rule = ruleOf(request);
      if (rule !== undefined) refuseUnlessConfirmed(access, request, rule);
    });
    app.addHook("preHandler", async (request) => {
      const rule = ruleOf(request);
      if (rule?.password !== "always" || request.login === null) return;
      if (!access.sessions.use(request.login.session, confirmationOf(request))) throw unconfirmed();
    });
  };
}

function admit(access: Access, request: FastifyRequest, reply: FastifyReply): void {
  const rule = ruleOf(request);
  if (rule === undefined) return;
  refuseFromAfar(request);
  // Answers are for whoever asked: no proxy and no browser keeps them.
  reply.header("cache-control", "no-store");
  const identity = identify(access, request);
  if (identity?.principal.kind !== "machine") refuseForeignPages(request);
  request.principal = identity?.principal ?? null;
  request.login = identity?.login ?? null;
  if (identity?.role === null) return;
  refuseByClaim(access, rule);
  if (rule.when !== "claimed") return;
  if (identity === undefined) {
    throw new MegaError("UNAUTHENTICATED", "The request carries no valid login and no valid token");
  }
  refuseByRight(rule, identity);
  refuseForged(request);
  if (isStream(request)) watchStream(access, identity, reply);
}

/** What rests on standing before the gateway: nobody does so through a tunnel. */
const beforeTheGateway: readonly (OperationName | undefined)[] = ["claim", "resetCredentials"];

function refuseFromAfar(request: FastifyRequest): void {
  if (tunnelOf(request.raw) === undefined) return;
  if (!beforeTheGateway.includes(request.routeOptions.config.operation)) return;
  throw new MegaError("FORBIDDEN", "This is done in the building, not through a tunnel", {
    hint: "It needs the setup code or the PRG button of somebody who stands before the gateway.",
  });
}

function refuseByClaim(access: Access, rule: AccessRule): void {
  const { claimed } = access.presence;
  if (!claimed && rule.when === "claimed") {
    throw new MegaError("NOT_CLAIMED", "The gateway has no owner yet", {
      hint: "Claim it with its setup code or the PRG button.",
    });
  }
  if (claimed && rule.when === "unclaimed") {
    throw new MegaError("ALREADY_CLAIMED", "The gateway has an owner", { hint: "Log in." });
  }
}

function refuseByRight(rule: AccessRule, { principal, role }: Identity): void {
  if (role === null) return;
  if (!rule.roles.includes(role)) {
    throw new MegaError("FORBIDDEN", `The role ${role} may not do this`, {
      hint: `Allowed: ${rule.roles.join(", ")}.`,
    });
  }
  if (principal.kind !== "token") return;
  if (rule.scope === null || !principal.scopes.includes(rule.scope)) {
    const needed = rule.scope === null ? "no token may do this" : `it needs ${rule.scope}`;
    throw new MegaError("FORBIDDEN", `The token has ${principal.scopes.join(", ")}; ${needed}`);
  }
}

/** A change by a browser's cookie carries the word that only the gateway's own page knows. */
function refuseForged(request: FastifyRequest): void {
  if (request.login === null || request.method === "GET" || request.method === "HEAD") return;
  if (request.headers["mega-csrf"] === csrfOf(request.login.word)) return;
  throw new MegaError("FORBIDDEN", "The header mega-csrf is not that of the session", {
    hint: "Take it from GET /session.",
  });
}

function refuseUnlessConfirmed(access: Access, request: FastifyRequest, rule: AccessRule): void {
  // Only people have a password to type: a token's scope and the local socket stand for themselves.
  if (rule.when !== "claimed" || request.login === null || rule.password === "none") return;
  const { session } = request.login;
  const confirmed =
    rule.password === "recent"
      ? access.sessions.isConfirmed(session)
      : access.sessions.holds(session, confirmationOf(request));
  if (!confirmed) throw unconfirmed();
}

function unconfirmed(): MegaError {
  return new MegaError("PASSWORD_NEEDED", "The password beside this change was not typed", {
    hint: "POST /session/confirmations, and send its word in the header mega-confirmation.",
  });
}

function confirmationOf(request: FastifyRequest): string {
  const word = request.headers["mega-confirmation"];
  return typeof word === "string" ? word : "";
}

function isStream(request: FastifyRequest): boolean {
  return request.routeOptions.config.operation === "events";
}

function watchStream(access: Access, { isAllowed }: Identity, reply: FastifyReply): void {
  const release = access.streams.watch({ isAllowed, end: () => reply.raw.destroy() });
  reply.raw.on("close", release);
}

function ruleOf(request: FastifyRequest): AccessRule | undefined {
  const { operation } = request.routeOptions.config;
  return operation === undefined ? undefined : rules[operation];
}

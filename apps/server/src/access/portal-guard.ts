/**
 * The portal's guard: lets a request through to its operation, or refuses it, by the contract's table of
 * access. Before the body is read: foreign pages, login, second factor, role, the word against forgery,
 * the password beside a change.
 */

import { csrfOf, isForeignChange, sessionCookieName, sessionWordOfCookie } from "@mega/access";
import { type PortalOperationName, type PortalRule, portalRoles } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { needsFactor, personOfId } from "./people.ts";
import { wayOf } from "./portal-cookie.ts";
import type { Login } from "./portal-principal.ts";
import { endLogin, endOfLogin, findLogin, isConfirmed, touchLogin } from "./portal-sessions.ts";
import type { ServerAccess } from "./server-access.ts";

/** The rule of each operation. */
export type PortalRules = Readonly<Record<PortalOperationName, PortalRule>>;

declare module "fastify" {
  interface FastifyContextConfig {
    /** The portal's operation behind an address. */
    portalOperation?: PortalOperationName;
  }
}

/** Puts the guard before the operations of a part. */
export function guardPortal(app: FastifyInstance, access: ServerAccess, rules: PortalRules): void {
  app.decorateRequest("portalLogin", null);
  app.addHook("onRequest", async (request) => {
    const { portalOperation } = request.routeOptions.config;
    if (portalOperation === undefined) return;
    refusePlain(request);
    refuseForeignPages(request);
    request.portalLogin = await findOut(access, request);
    admit(access, request, rules[portalOperation]);
  });
}

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const loopbackAddress = /^((::ffff:)?127\.[\d.]+|::1)$/i;

/**
 * Passwords go by HTTPS alone, but on this machine; there the page must be asked for by the machine's own
 * name, so that no page elsewhere reaches it by a name that resolves to it.
 */
function refusePlain({ protocol, ip, host }: FastifyRequest): void {
  if (protocol === "https" || (loopbackAddress.test(ip) && loopbackHost.test(host))) return;
  throw new MegaError("FORBIDDEN", "The portal is asked by HTTPS alone", {
    hint: "Give the server a certificate, or name the proxy before it with --trusted-proxy.",
  });
}

function refuseForeignPages(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const page = {
    method: request.method,
    origin,
    site: typeof site === "string" ? site : undefined,
  };
  if (!isForeignChange(page, `${request.protocol}://${request.host}`)) return;
  throw new MegaError("FORBIDDEN", "The request comes from another site", {
    hint: "Changes are made from the portal's own pages.",
  });
}

/** Who asks; a login that is over is taken away. */
async function findOut(access: ServerAccess, request: FastifyRequest): Promise<Login | null> {
  const word = sessionWordOfCookie(request.cookies[sessionCookieName(wayOf(request))]);
  if (word === undefined) return null;
  const { database, clock } = access;
  return database.as({ kind: "job" }, async (tx) => {
    const login = await findLogin(tx, word);
    if (login === undefined) return null;
    const found = await personOfId(tx, login.accountId);
    const nowMs = clock.nowMs();
    const whole = found !== undefined && (login.factorAtMs !== null || !needsFactor(found));
    const tenantOnly = found?.roles.every((role) => role === "tenant") ?? false;
    if (found === undefined || nowMs >= endOfLogin(login, { whole, tenantOnly })) {
      await endLogin(tx, login.sessionHash);
      return null;
    }
    const { passwordHash: _, ...person } = found;
    const seenAtMs = (await touchLogin(tx, login, nowMs)) ? nowMs : login.seenAtMs;
    return { person, login: { ...login, seenAtMs }, word, whole };
  });
}

function admit({ clock }: ServerAccess, request: FastifyRequest, rule: PortalRule): void {
  if (rule.stage === "open") return;
  const { portalLogin } = request;
  if (portalLogin === null) {
    throw new MegaError("UNAUTHENTICATED", "The request carries no valid login");
  }
  if (rule.stage === "login") refuseByRight(rule, portalLogin);
  if (request.method === "GET") return;
  if (request.headers["mega-csrf"] !== csrfOf(portalLogin.word)) {
    throw new MegaError("FORBIDDEN", "The header mega-csrf is not that of the session", {
      hint: "Take it from GET /session.",
    });
  }
  if (rule.password === "recent" && !isConfirmed(portalLogin.login, clock.nowMs())) {
    throw new MegaError("PASSWORD_NEEDED", "The password beside this change was not typed", {
      hint: "POST /session/confirmation.",
    });
  }
}

function refuseByRight(rule: PortalRule, { person, whole }: Login): void {
  if (!whole) {
    throw new MegaError("UNAUTHENTICATED", "The second factor of the login is still to come", {
      hint: "POST /session/second-factor, or set one up with POST /second-factor.",
    });
  }
  // All roles stand for every account, one whose last right has ended as well.
  if (
    rule.roles.length === portalRoles.length ||
    rule.roles.some((role) => person.roles.includes(role))
  )
    return;
  throw new MegaError("FORBIDDEN", `This needs to be ${rule.roles.join(" or ")}`, {
    context: { roles: person.roles },
  });
}

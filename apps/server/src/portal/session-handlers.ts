/** The operations of logins: thin ways from requests to what they do. */

import type {
  FactorCode,
  FactorSet,
  FactorSetup,
  InvitationAsked,
  PortalAcceptance,
  PortalConfirmation,
  PortalInvitation,
  PortalLogin,
  PortalPasswordChange,
  PortalSession,
  ResetAsked,
  ResetNoted,
} from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import { beginFactor, giveFactor, setFactor } from "../access/factor-steps.ts";
import { acceptWord, changePassword, confirmPassword, logIn, wordOf } from "../access/log-in.ts";
import { emailKey } from "../access/people.ts";
import { giveCookie, takeCookie } from "../access/portal-cookie.ts";
import type { Login } from "../access/portal-principal.ts";
import { endLogin, endLoginsOf } from "../access/portal-sessions.ts";
import type { ServerAccess } from "../access/server-access.ts";
import { base32, factorUri } from "../access/totp.ts";
import { queueMail } from "../mail/mail-queue.ts";
import { loginOf } from "./portal-request.ts";
import { sessionAnswer } from "./session-answer.ts";

const job = { kind: "job" } as const;

/** The handlers of logins. */
export function sessionHandlers(access: ServerAccess) {
  const entered = async (
    request: FastifyRequest,
    reply: FastifyReply,
    login: Login,
  ): Promise<PortalSession> => {
    giveCookie(request, reply, login.word);
    return sessionAnswer(access, login);
  };
  return {
    session: (request: FastifyRequest) => sessionAnswer(access, request.portalLogin),
    async login(request: FastifyRequest, reply: FastifyReply) {
      const login = await logIn(access, request.body as PortalLogin, request.ip);
      // Whatever login this browser had, its word is worth nothing from now on.
      await end(access, request.portalLogin);
      return entered(request, reply, login);
    },
    async logout(request: FastifyRequest, reply: FastifyReply) {
      await end(access, request.portalLogin);
      takeCookie(request, reply);
      return sessionAnswer(access, null);
    },
    async giveFactor(request: FastifyRequest, reply: FastifyReply) {
      const { code } = request.body as FactorCode;
      const login = await giveFactor(access, loginOf(request), code, request.ip);
      return entered(request, reply, login);
    },
    async confirmPassword(request: FastifyRequest) {
      const { password } = request.body as PortalConfirmation;
      const login = await confirmPassword(access, loginOf(request), password, request.ip);
      return sessionAnswer(access, login);
    },
    async changePassword(request: FastifyRequest, reply: FastifyReply) {
      const asked = request.body as PortalPasswordChange;
      const login = await changePassword(access, loginOf(request), asked, request.ip);
      return entered(request, reply, login);
    },
    async endOtherSessions(request: FastifyRequest) {
      const own = loginOf(request);
      const { accountId } = own.person;
      await access.database.as(job, (tx) => endLoginsOf(tx, accountId, own.login.sessionHash));
      return sessionAnswer(access, own);
    },
    async beginFactor(request: FastifyRequest): Promise<FactorSetup> {
      const own = loginOf(request);
      const secret = await beginFactor(access, own);
      return { secret: base32(secret), uri: factorUri(secret, own.person.email) };
    },
    async setFactor(request: FastifyRequest, reply: FastifyReply): Promise<FactorSet> {
      const { code } = request.body as FactorCode;
      const set = await setFactor(access, loginOf(request), code, request.ip);
      const session = await entered(request, reply, set.login);
      return { session, recoveryCodes: set.recoveryCodes };
    },
    async askReset(request: FastifyRequest): Promise<ResetNoted> {
      const { email } = request.body as ResetAsked;
      await access.resets.begin("reset", request.ip);
      const nowMs = access.clock.nowMs();
      const mail = { to: emailKey(email), subject: { kind: "reset" }, nowMs } as const;
      await access.database.as(job, (tx) => queueMail(tx, mail));
      return { noted: true };
    },
    async invitation(request: FastifyRequest): Promise<PortalInvitation> {
      const { word } = request.body as InvitationAsked;
      const { person, purpose, expiresAtMs } = await wordOf(access, word, request.ip);
      const { email, name, language } = person;
      return { purpose, email, name, language, expiresAt: toUtcString(expiresAtMs) };
    },
    async acceptInvitation(request: FastifyRequest, reply: FastifyReply) {
      const { word, password } = request.body as PortalAcceptance;
      const login = await acceptWord(access, word, password, request.ip);
      // Of whomever it was: the browser forgets its word, and nobody is to find it.
      await end(access, request.portalLogin);
      return entered(request, reply, login);
    },
  };
}

async function end({ database }: ServerAccess, found: Login | null): Promise<void> {
  if (found === null) return;
  await database.as(job, (tx) => endLogin(tx, found.login.sessionHash));
}

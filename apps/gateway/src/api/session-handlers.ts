/** The operations of logging in and out, of the claim, and of what concerns only oneself. */

import type {
  ClaimRequest,
  ConfirmationAnswer,
  ConfirmationRequest,
  HourlyChoice,
  Invitation,
  InvitationAcceptance,
  LoginRequest,
  PasswordChange,
  ResetRequest,
  SessionAnswer,
} from "@mega/contract";
import { MegaError, toUtcString } from "@mega/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import { acceptInvitation, invitedAccount } from "../access/accept-invitation.ts";
import { claim, resetCredentials } from "../access/claim.ts";
import { giveCookie, takeCookie } from "../access/cookie.ts";
import { changePassword, confirmPassword, type From, logIn } from "../access/log-in.ts";
import { actorName, addressOf, type Login } from "../access/principal.ts";
import { transportOf } from "../access/transport.ts";
import type { ApiContext } from "./api-context.ts";
import type { Handlers } from "./server.ts";
import { sessionAnswer } from "./session-answer.ts";

type Operation =
  | "session"
  | "claim"
  | "login"
  | "logout"
  | "confirmPassword"
  | "changePassword"
  | "chooseHourly"
  | "resetCredentials"
  | "invitation"
  | "acceptInvitation";

/** Their handlers. */
export function sessionHandlers(context: ApiContext): Pick<Handlers, Operation> {
  const { access, installation, ledger } = context;
  const answer = (request: FastifyRequest, login: Login | null) =>
    sessionAnswer(access, request, login);
  /** The session before, if any, ends: its word is never used for another login. */
  const loggedIn = (request: FastifyRequest, reply: FastifyReply, login: Login): SessionAnswer => {
    if (request.login !== null) access.sessions.end(request.login.session.sessionHash);
    access.streams.sweep();
    giveCookie(request, reply, login.word);
    return answer(request, login);
  };
  return {
    session: (request) => answer(request, request.login),
    async claim(request, reply) {
      const body = request.body as ClaimRequest;
      const language = body.language ?? installation.language;
      return loggedIn(request, reply, await claim(access, { ...body, language }, from(request)));
    },
    async login(request, reply) {
      const login = await logIn(access, request.body as LoginRequest, from(request));
      return loggedIn(request, reply, login);
    },
    logout(request, reply) {
      const { session } = loginOf(request);
      const object = `account:${actorName(request)}`;
      const who = { actor: actorName(request), fromIp: addressOf(request) };
      access.note({ ...who, action: "logout", object, details: {} });
      access.sessions.end(session.sessionHash);
      access.streams.sweep();
      takeCookie(request, reply);
      return answer(request, null);
    },
    async confirmPassword(request): Promise<ConfirmationAnswer> {
      const { session } = loginOf(request);
      const { password } = request.body as ConfirmationRequest;
      const { ip } = from(request);
      const { word, expiresAtMs } = await confirmPassword(access, session, password, ip);
      const until = toUtcString(expiresAtMs);
      return { confirmation: word, expiresAt: until, confirmedUntil: until };
    },
    async changePassword(request, reply) {
      const { session } = loginOf(request);
      const passwords = request.body as PasswordChange;
      const login = await changePassword(access, session, passwords, from(request));
      return loggedIn(request, reply, login);
    },
    chooseHourly(request) {
      const login = loginOf(request);
      const { allowed: hourly } = request.body as HourlyChoice;
      const { accountId } = login.session;
      access.database.transaction(() => {
        access.accounts.change(accountId, { hourly });
        const who = { actor: actorName(request), fromIp: addressOf(request) };
        const object = `account:${who.actor}`;
        access.audit.record({ ...who, action: "hourly-chosen", object, details: { hourly } });
      });
      return answer(request, login);
    },
    async resetCredentials(request, reply) {
      const { ip } = from(request);
      await resetCredentials(access, request.body as ResetRequest, { ledger, ip });
      takeCookie(request, reply);
      return answer(request, null);
    },
    invitation(request): Invitation {
      const { name, role } = invitedAccount(access, invitationOf(request), from(request).ip);
      return { name, role, location: installation.location };
    },
    async acceptInvitation(request, reply) {
      const { password } = request.body as InvitationAcceptance;
      const word = invitationOf(request);
      return loggedIn(
        request,
        reply,
        await acceptInvitation(access, word, password, from(request)),
      );
    },
  };
}

function from(request: FastifyRequest): From {
  return { ip: addressOf(request) ?? "local socket", transport: transportOf(request) };
}

function invitationOf(request: FastifyRequest): string {
  return (request.params as { readonly invitation: string }).invitation;
}

/** Tokens and the local socket have no session to speak of. */
function loginOf(request: FastifyRequest): Login {
  if (request.login !== null) return request.login;
  throw new MegaError("UNAUTHENTICATED", "This is about the login of a person", {
    hint: "Log in first.",
  });
}

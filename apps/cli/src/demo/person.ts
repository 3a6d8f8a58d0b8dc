/** A person at the interface of a gateway, as a page is: with a cookie, and a password when asked. */

import {
  API_PREFIX,
  type ConfirmationAnswer,
  type Problem,
  type SessionAnswer,
} from "@mega/contract";

/** What somebody logs in with. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Somebody who is logged in. */
export interface Person {
  /** "name=word", for the header. */
  readonly cookie: string;
  /** Asks below /api/v1; throws unless the answer is 2xx. Types the password where it is needed. */
  readonly ask: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;
}

/** Claims a gateway with its setup code. */
export function claimGateway(
  url: string,
  code: string,
  { name, password }: Credentials,
): Promise<Person> {
  return enter(url, "/claim", { proof: { kind: "code", code }, name, password }, password);
}

/** Logs in. */
export function logIn(url: string, { name, password }: Credentials): Promise<Person> {
  return enter(url, "/session", { name, password }, password);
}

/** Sets the password of an invitation. */
export function acceptInvitation(url: string, word: string, password: string): Promise<Person> {
  return enter(url, `/invitations/${word}`, { password }, password);
}

async function enter(url: string, path: string, body: object, password: string): Promise<Person> {
  const answer = await send(url, "POST", path, {}, body);
  if (!answer.ok) throw await failure("POST", path, answer);
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { csrf } = (await answer.json()) as SessionAnswer;
  const own = { cookie, "mega-csrf": csrf ?? "" };

  async function confirmed(): Promise<Record<string, string>> {
    const confirmation = await send(url, "POST", "/session/confirmations", own, { password });
    if (!confirmation.ok) throw await failure("POST", "/session/confirmations", confirmation);
    const { confirmation: word } = (await confirmation.json()) as ConfirmationAnswer;
    return { ...own, "mega-confirmation": word };
  }

  return {
    cookie,
    async ask<Answer>(method: string, asked: string, content?: unknown): Promise<Answer> {
      let reply = await send(url, method, asked, own, content);
      if (reply.status === 403 && (await codeOf(reply.clone())) === "PASSWORD_NEEDED") {
        reply = await send(url, method, asked, await confirmed(), content);
      }
      if (!reply.ok) throw await failure(method, asked, reply);
      return (await reply.json()) as Answer;
    },
  };
}

function send(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Response> {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  return fetch(new URL(`${API_PREFIX}${path}`, url), {
    method,
    headers: { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as Problem).code;
}

async function failure(method: string, path: string, answer: Response): Promise<Error> {
  return new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

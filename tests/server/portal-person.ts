// Somebody at the portal's interface, as its page is: with a cookie, a second factor, and the password
// beside a change where it is asked for.

import {
  type FactorSet,
  type FactorSetup,
  PORTAL_PREFIX,
  type PortalSession,
  type Problem,
} from "@mega/contract";
import { appCode } from "./app-code.ts";

/** Asks below the portal's prefix; throws unless the answer is 2xx. */
export type AskPortal = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** Somebody who is logged in. */
export interface PortalPerson {
  readonly ask: AskPortal;
  /** "name=word", for a browser. */
  readonly cookie: string;
}

/** Sets the password of an invitation, and a second factor. */
export async function enterPortal(
  url: string,
  word: string,
  password: string,
): Promise<PortalPerson> {
  let own: { readonly cookie?: string; readonly "mega-csrf"?: string } = {};
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const answer = await fetch(new URL(`${PORTAL_PREFIX}${path}`, url), {
      method,
      headers: { ...own, ...json },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie === undefined || !answer.ok) return answer;
    const told = (await answer.clone().json()) as PortalSession | FactorSet;
    const { csrf } = "session" in told ? told.session : told;
    own = { cookie: cookie.split(";")[0] ?? "", "mega-csrf": csrf ?? "" };
    return answer;
  };
  const ask: AskPortal = async <Answer>(method: string, path: string, body?: object) => {
    let answer = await send(method, path, body);
    if (answer.status === 403 && (await codeOf(answer)) === "PASSWORD_NEEDED") {
      await send("POST", "/session/confirmation", { password });
      answer = await send(method, path, body);
    }
    if (answer.ok) return (await answer.json()) as Answer;
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  await ask("POST", "/invitations/acceptance", { word, password });
  const { secret } = await ask<FactorSetup>("POST", "/second-factor");
  const code = appCode(secret, Date.now());
  await ask("PUT", "/second-factor", { code });
  return { ask, cookie: own.cookie ?? "" };
}

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.clone().json()) as Problem).code;
}

/** A person at the portal's interface, as a page is: with a cookie, and the password when asked. */

import {
  type FactorSet,
  type FactorSetup,
  PORTAL_PREFIX,
  type PortalSession,
  type Problem,
} from "@mega/contract";

/** Somebody who is logged in. */
export interface PortalPerson {
  readonly stage: PortalSession["stage"];
  /** Asks below the portal's prefix; throws unless the answer is 2xx. */
  ask<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** Sets a second factor up; its secret in Base32. @param codeOf What the telephone would show */
  setFactor(codeOf: (secret: string) => string): Promise<string>;
}

interface Held {
  cookie: string;
  csrf: string;
}

/** Sets the password of an invitation. */
export async function acceptPortalInvitation(
  url: string,
  word: string,
  password: string,
): Promise<PortalPerson> {
  const held: Held = { cookie: "", csrf: "" };
  const enter = { method: "POST", path: "/invitations/acceptance", body: { word, password } };
  const { stage } = await asked<PortalSession>(url, held, enter);
  return {
    stage,
    async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const request = { method, path, ...(body === undefined ? {} : { body }) };
      const answer = await send(url, held, request);
      if (answer.ok) return (await answer.json()) as Answer;
      const { code } = (await answer.clone().json()) as Problem;
      if (code !== "PASSWORD_NEEDED") throw await failure(request, answer);
      await asked(url, held, { method: "POST", path: "/session/confirmation", body: { password } });
      return asked(url, held, request);
    },
    async setFactor(codeOf) {
      const { secret } = await asked<FactorSetup>(url, held, {
        method: "POST",
        path: "/second-factor",
      });
      const code = codeOf(secret);
      await asked<FactorSet>(url, held, { method: "PUT", path: "/second-factor", body: { code } });
      return secret;
    },
  };
}

interface PortalRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

async function asked<Answer>(url: string, held: Held, request: PortalRequest): Promise<Answer> {
  const answer = await send(url, held, request);
  if (!answer.ok) throw await failure(request, answer);
  return (await answer.json()) as Answer;
}

async function send(url: string, held: Held, { method, path, body }: PortalRequest) {
  const answer = await fetch(new URL(`${PORTAL_PREFIX}${path}`, url), {
    method,
    headers: {
      ...(held.cookie === "" ? {} : { cookie: held.cookie, "mega-csrf": held.csrf }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie !== undefined && answer.ok) {
    held.cookie = cookie.split(";")[0] ?? "";
    held.csrf = csrfIn(await answer.clone().json());
  }
  return answer;
}

/** A session, or what carries one beside something else. */
function csrfIn(answer: unknown): string {
  const { csrf, session } = answer as { csrf?: string | null; session?: PortalSession };
  return csrf ?? session?.csrf ?? "";
}

async function failure({ method, path }: PortalRequest, answer: Response): Promise<Error> {
  return new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

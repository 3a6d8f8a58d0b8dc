/** The interface behind the real guard, over a moved clock; and people who ask it. */

import type { SessionAnswer } from "@mega/contract";
import type { LightMyRequestResponse } from "fastify";
import { type ApiRig, makeApiRig } from "../../api/testing/api-rig.ts";
import type { Access } from "../access.ts";
import { accessGuard } from "../guard.ts";

/** How something is asked. */
interface Asked {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it comes from; another machine of the LAN when absent. */
  readonly ip?: string;
}

/** Somebody with a cookie. */
export interface Visitor {
  readonly headers: Readonly<Record<string, string>>;
  readonly session: SessionAnswer;
}

/** The rig. */
export interface AccessRig {
  readonly rig: ApiRig;
  readonly access: Access;
  ask(method: Method, path: string, asked?: Asked): Promise<LightMyRequestResponse>;
  /** The cookie and the word of an answer that logged somebody in. */
  entered(answer: LightMyRequestResponse): Visitor;
  /** Claims the gateway; the owner's name is "anna". */
  claim(): Promise<Visitor>;
  /** The headers with a fresh one-time word. */
  confirmed(visitor: Visitor, password: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** The owner's password in these tests. */
export const ownerPassword = "four odd words here";
/** A machine of the LAN. */
export const lanIp = "192.168.0.7";

const startMs = Date.UTC(2026, 4, 2, 8, 0);
const config = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:16", language: nl }
`;

/** Makes the rig; nobody has claimed it. */
export async function makeAccessRig(): Promise<AccessRig> {
  const rig = await makeApiRig(config, startMs, accessGuard);
  const { access } = rig.context;
  const self: AccessRig = {
    rig,
    access,
    ask: (method, path, { body, headers = {}, ip = lanIp } = {}) =>
      rig.app.inject({
        method,
        url: `/api/v1${path}`,
        remoteAddress: ip,
        headers: { host: "mega.local", ...headers },
        ...(body === undefined ? {} : { payload: body }),
      }),
    entered(answer) {
      if (answer.statusCode >= 300) throw new Error(answer.body);
      const [cookie] = answer.cookies;
      const session = answer.json<SessionAnswer>();
      const headers = {
        cookie: `${cookie?.name}=${cookie?.value}`,
        "mega-csrf": session.csrf ?? "",
      };
      return { headers, session };
    },
    async claim() {
      const code = access.presence.codeForClaim();
      const proof = { kind: "code", code };
      const body = { proof, name: "anna", password: ownerPassword };
      return self.entered(await self.ask("POST", "/claim", { body }));
    },
    async confirmed({ headers }, password) {
      const asked = { headers, body: { password } };
      const answer = await self.ask("POST", "/session/confirmations", asked);
      const { confirmation } = answer.json<{ readonly confirmation: string }>();
      return { ...headers, "mega-confirmation": confirmation };
    },
    close: () => rig.close(),
  };
  return self;
}

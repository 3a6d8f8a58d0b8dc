/** Who asks the portal: what a request may follows from this alone. */

import type { Person } from "./people.ts";
import type { PortalLogin } from "./portal-sessions.ts";

/** A login with its person. */
export interface Login {
  readonly person: Person;
  readonly login: PortalLogin;
  /** Of the cookie. */
  readonly word: string;
  /** False while a second factor is still to come. */
  readonly whole: boolean;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the portal's guard before a handler runs; null where nobody is logged in. */
    portalLogin: Login | null;
  }
}

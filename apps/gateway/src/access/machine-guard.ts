/**
 * The guard of a gateway without a network: everything is asked by the program that holds it, for
 * histories, for the file of a stopped gateway, and for tests of what an answer says.
 */

import type { Guard } from "./guard.ts";

/** Lets everything through as the machine itself. */
export const machineGuard: Guard = (app) => {
  app.decorateRequest("principal", null);
  app.decorateRequest("login", null);
  app.addHook("onRequest", async (request) => {
    request.principal = { kind: "machine" };
  });
};

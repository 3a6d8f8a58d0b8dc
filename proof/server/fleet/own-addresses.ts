/**
 * Gives every connection of this process that is kept by itself an address of its own on this machine, as
 * gateways in the world have theirs: the server holds each address to so many requests a minute.
 */

import { Agent } from "node:http";
import process from "node:process";

type Connect = (this: Agent, options: object, ...rest: readonly unknown[]) => unknown;

/** From then on and for good. */
export function giveOwnAddresses(): void {
  const prototype = Agent.prototype as unknown as { createConnection: Connect };
  const connect = prototype.createConnection;
  const given = new WeakMap<Agent, string>();
  let agents = 0;
  prototype.createConnection = function (options, ...rest) {
    let localAddress = given.get(this);
    if (localAddress === undefined) {
      agents += 1;
      // Processes live side by side: each has a net of its own.
      localAddress = `127.${1 + (process.pid % 250)}.${agents >> 8}.${agents & 255}`;
      given.set(this, localAddress);
    }
    return Reflect.apply(connect, this, [{ ...options, localAddress }, ...rest]);
  };
}

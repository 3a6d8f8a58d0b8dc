/** The names and addresses by which this machine is reached. */

import { hostname, networkInterfaces } from "node:os";

/** Names in a certificate; a machine with more addresses than this is no gateway. */
const NAMES_MAX = 64;

/** DNS names first, then addresses; always in the same order for the same machine. */
export function ownNames(): readonly string[] {
  const host = hostname().toLowerCase();
  const names = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(host) ? [host, `${host}.local`] : [];
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    // An address of one link alone is no use in an address line without its zone.
    .filter(({ family, address }) => family === "IPv4" || !address.startsWith("fe80:"))
    .map(({ address }) => address)
    .sort();
  const all = new Set(["localhost", "mega.local", ...names, "127.0.0.1", "::1", ...addresses]);
  return [...all].slice(0, NAMES_MAX);
}

/**
 * Where visitors of tunnels come in: each tunnel has a name of its own, so that nothing that a browser
 * keeps for one gateway's page, or for the portal, ever goes to another's. Pure.
 */

import { MegaError } from "@mega/domain";

/** The names of tunnels. */
export interface TunnelPlace {
  /** The address of a tunnel's page, without a slash at its end. */
  readonly originOf: (word: string) => string;
  /** The tunnel that a request is for, by its host; null for one that is for no tunnel. */
  readonly wordOf: (host: string) => string | null;
}

const hostForm =
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[1-9]\d{0,4})?$/;

/**
 * Names below one that is the server's: "tunnel.example.org" or "tunnel.example.org:8443", as browsers
 * reach it, always by HTTPS.
 *
 * @throws MegaError CONFIG_INVALID
 */
export function namesBelow(tunnelHost: string): TunnelPlace {
  const asked = tunnelHost.toLowerCase();
  if (!hostForm.test(asked) || asked.length > 200) {
    const allowed = "a name with a wildcard in DNS and certificate, such as tunnel.example.org";
    const said = `MEGA_TUNNEL_HOST is "${tunnelHost}"; allowed: ${allowed}`;
    throw new MegaError("CONFIG_INVALID", said, {
      context: { field: "MEGA_TUNNEL_HOST", value: tunnelHost, allowed },
    });
  }
  const [name = ""] = asked.split(":");
  return {
    originOf: (word) => `https://${word}.${asked}`,
    wordOf: (host) => labelBefore(host, name),
  };
}

/**
 * Names of this machine alone, without DNS: "<word>.localhost", which browsers take for loopback.
 *
 * @param portOf The port that listens for them
 */
export function namesHere(portOf: () => number): TunnelPlace {
  return {
    originOf: (word) => `http://${word}.localhost:${portOf()}`,
    wordOf: (host) => labelBefore(host, "localhost"),
  };
}

/** What stands before the name; "" for the name itself and for what cannot be a tunnel's. */
function labelBefore(host: string, name: string): string | null {
  const bare = host.toLowerCase().replace(/:\d{1,5}$/, "");
  if (bare === name) return "";
  if (!bare.endsWith(`.${name}`)) return null;
  const label = bare.slice(0, -name.length - 1);
  return /^[0-9a-f]{32}$/.test(label) ? label : "";
}

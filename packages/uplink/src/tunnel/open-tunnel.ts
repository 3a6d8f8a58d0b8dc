/**
 * How a tunnel is opened. The server gives the gateway the command with a secret; the gateway dials the
 * server that it is enrolled at, and proves itself by its credential and that secret, which opens once:
 *
 *   GET /v1/tunnels/<tunnelId>    Upgrade: websocket, Authorization: Bearer credential,
 *                                 mega-tunnel-secret: the secret    → 101
 */

import { type Static, Type } from "typebox";

/** The header of the secret. */
export const TUNNEL_SECRET_HEADER = "mega-tunnel-secret";
/** Where tunnels begin. */
export const TUNNEL_PATH = "/v1/tunnels";

/** What the command says. */
export const TunnelOpening = Type.Object(
  {
    tunnelId: Type.String({ pattern: "^[0-9a-f]{32}$", description: "16 random bytes." }),
    secret: Type.String({
      pattern: "^[A-Za-z0-9_-]{22}$",
      description: "16 random bytes in base64url; opens once, within a minute.",
    }),
    origin: Type.String({
      pattern:
        "^(https://[a-z0-9-]+(\\.[a-z0-9-]+)+|http://[a-z0-9-]+\\.localhost)(:[1-9][0-9]{0,4})?$",
      maxLength: 260,
      description: "Where the visitor's browser sees the page, and nothing else is.",
    }),
  },
  { additionalProperties: false, description: "A tunnel that the gateway is asked to open." },
);
export type TunnelOpening = Static<typeof TunnelOpening>;

/**
 * The way out of a tunnel: a WebSocket to the server that the gateway is enrolled at, by the rules of
 * every other question to it. Certificates are checked, TLS 1.2 is the least, no redirection is followed.
 */

import type { ConnectionOptions } from "node:tls";
import { MegaError } from "@mega/domain";
import {
  TUNNEL_FRAME_BYTES_MAX,
  TUNNEL_PATH,
  TUNNEL_SECRET_HEADER,
  type TunnelOpening,
} from "@mega/uplink";
import type { WebSocket } from "ws";

/** To whom, and what proves who dials. */
export interface Dialling {
  /** Of the server, without a slash at its end: "https://server.example.org". */
  readonly url: string;
  readonly credential: string;
  readonly opening: Pick<TunnelOpening, "tunnelId" | "secret">;
  /** Further authorities whose certificates are taken. */
  readonly ca?: ConnectionOptions["ca"];
}

const HANDSHAKE_MS_MAX = 20_000;

/**
 * Dials.
 *
 * @throws MegaError CONFLICT when the server cannot be reached or does not let the gateway in
 */
export async function dialTunnel(dialling: Dialling): Promise<WebSocket> {
  const { url, credential, opening, ca } = dialling;
  // Brought when it is needed, which is never for most gateways.
  const { WebSocket: Dialled } = await import("ws");
  const address = `${url.replace(/^http/, "ws")}${TUNNEL_PATH}/${opening.tunnelId}`;
  const socket = new Dialled(address, {
    headers: { authorization: `Bearer ${credential}`, [TUNNEL_SECRET_HEADER]: opening.secret },
    handshakeTimeout: HANDSHAKE_MS_MAX,
    maxPayload: TUNNEL_FRAME_BYTES_MAX,
    perMessageDeflate: false,
    followRedirects: false,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(ca === undefined ? {} : { ca }),
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => {
      socket.on("error", () => undefined);
      socket.terminate();
      reject(
        new MegaError("CONFLICT", `The server does not open the tunnel: ${why}`, {
          hint: "Ask for the tunnel once more at the server.",
        }),
      );
    };
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (_request, answer) => refuse(`HTTP ${answer.statusCode}`));
    socket.once("error", (error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
  });
}

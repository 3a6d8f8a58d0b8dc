/** Lets a WebSocket carry a side of a tunnel: messages in and out, signs of life, its end. */

import type { Clock } from "@mega/domain";
import type { TunnelEnd } from "./frames.ts";
import type { TunnelRequestHead } from "./heads.ts";
import { TUNNEL_SILENCE_MS_MAX } from "./limits.ts";
import { TunnelLink } from "./tunnel-link.ts";
import type { TunnelStream } from "./tunnel-stream.ts";

/** A WebSocket as far as a tunnel needs it; that of `ws` fits. */
interface TunnelSocket {
  on(event: "message", heard: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: "pong" | "ping" | "close" | "error", heard: () => void): unknown;
  send(bytes: Uint8Array): void;
  ping(): void;
  close(): void;
  terminate(): void;
}

/** How a tunnel is carried. */
export interface Carrying {
  readonly clock: Pick<Clock, "monotonicMs" | "setTimer">;
  readonly socket: TunnelSocket;
  /** Answers a request; only the gateway's side has it. */
  readonly onRequest?: (head: TunnelRequestHead, stream: TunnelStream) => void;
  /** Hears once that it is over. */
  readonly onEnd: (why: TunnelEnd, detail: string) => void;
}

/** Begins; ends with `end` of what is returned, or by itself when the other side is gone. */
export function carryTunnel({ clock, socket, onRequest, onEnd }: Carrying): TunnelLink {
  let heardMs = clock.monotonicMs();
  let cancel = (): void => undefined;
  const heard = () => {
    heardMs = clock.monotonicMs();
  };
  const link = new TunnelLink({
    send: (bytes) => socket.send(bytes),
    ...(onRequest === undefined ? {} : { onRequest }),
    onEnd(why, detail) {
      cancel();
      if (why === "lost") socket.terminate();
      else socket.close();
      onEnd(why, detail);
    },
  });
  const look = () => {
    if (clock.monotonicMs() - heardMs >= TUNNEL_SILENCE_MS_MAX) return link.lost();
    socket.ping();
    cancel = clock.setTimer(TUNNEL_SILENCE_MS_MAX / 3, look);
  };
  cancel = clock.setTimer(TUNNEL_SILENCE_MS_MAX / 3, look);
  socket.on("message", (data, isBinary) => {
    heard();
    // Text, or a form of bytes that was not asked for, is none of the protocol.
    link.receive(isBinary && data instanceof Uint8Array ? data : new Uint8Array(0));
  });
  socket.on("ping", heard);
  socket.on("pong", heard);
  socket.on("error", () => link.lost());
  socket.on("close", () => link.lost());
  return link;
}

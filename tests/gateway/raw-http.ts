// Bytes to a port as no decent client would send them, and what comes back before the peer closes.

import { connect } from "node:net";

/** What came back. */
export interface RawAnswer {
  /** 0 when the peer closed without a word of HTTP. */
  readonly status: number;
  /** Head with its names in lower case. */
  readonly head: string;
  readonly body: string;
  /** The whole of it. */
  readonly text: string;
}

const WAIT_MS_MAX = 30_000;

/** Writes the parts one after the other and reads to the end, or as long as `forMs`. */
export function speak(
  port: number,
  parts: string | readonly string[],
  { pauseMs = 0, forMs = WAIT_MS_MAX }: { readonly pauseMs?: number; readonly forMs?: number } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    let text = "";
    const end = setTimeout(() => socket.destroy(), forMs);
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    // A peer that has heard enough resets the connection; what it said before counts.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(end);
      resolve(parsed(text));
    });
    void write(typeof parts === "string" ? [parts] : parts);
    async function write(pieces: readonly string[]): Promise<void> {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece, "latin1");
        if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
  });
}

function parsed(text: string): RawAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? "0");
  return { status, head: head.toLowerCase(), body: rest.join("\r\n\r\n"), text };
}

/** A request in its usual form, with the connection closed after the answer. */
export function request(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): string {
  const all: Record<string, string> = {
    host: "127.0.0.1",
    connection: "close",
    ...(body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n${body}`;
}

/** A real SMTP server in this process, on a free port of the loopback address. */

import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as the server took it. */
export interface TakenMail {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
  readonly parsed: ParsedMail;
}

/** A running server. */
export interface TestMailServer {
  readonly port: number;
  /** Mails taken, in their order. */
  readonly taken: TakenMail[];
  /** What it answers to a mail that it has read in full; null takes it. */
  verdict: (mail: TakenMail) => Error | null | Promise<Error | null>;
  /** Cuts every connection as it is. */
  cut(): void;
  stop(): Promise<void>;
}

/** A refusal with a code of SMTP. */
export function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** Starts a server. Without options it speaks no TLS and wants no login. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const taken: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const started: TestMailServer = {
    port: 0,
    taken,
    verdict: () => null,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        started.cut();
        server.close(() => resolve());
      }),
  };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...(options.secure === true || options.key !== undefined
      ? {}
      : { disabledCommands: ["STARTTLS"] }),
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => void judge(Buffer.concat(parts)).then(callback, callback));
      async function judge(raw: Buffer): Promise<Error | null> {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        const mail = { raw, from, to, parsed: await simpleParser(raw) };
        const answer = await started.verdict(mail);
        if (answer === null) taken.push(mail);
        return answer;
      }
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(started, { port });
}

/** A connection to a mail server: its name resolved, TCP, and TLS where it begins with it. */

import { lookup } from "node:dns/promises";
import { connect, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";

/** Where mails are handed in. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly tls: "starttls" | "tls" | "none";
  /** Null where the server wants no login. */
  readonly login: { readonly account: string; readonly password: string } | null;
}

/** What a conversation may take; a test shortens it. */
export interface SmtpTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Silence of the server in the middle; it may filter a mail for a while before it answers. */
  readonly silenceMs: number;
}

/** In service. */
export const smtpTimeouts: SmtpTimeouts = {
  connectMs: 15_000,
  greetingMs: 30_000,
  silenceMs: 180_000,
};

/** The first address of the host. */
export async function resolveHost(host: string, signal: AbortSignal): Promise<string> {
  if (isIP(host) !== 0) return host;
  const found = await Promise.race([lookup(host), refusalOf(signal)]);
  return found.address;
}

/** A TCP connection. */
export function openTcp(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: address, port });
  return opened(socket, "connect", signal);
}

/** TLS over a connection from its first byte on. */
export function openTls(
  socket: Socket,
  server: MailServer,
  ca: ConnectionOptions["ca"],
  signal: AbortSignal,
): Promise<TLSSocket> {
  const secure = connectTls({ socket, ...tlsOptions(server, ca) });
  return opened(secure, "secureConnect", signal);
}

/** How TLS is checked: the certificate must be for the host, TLS 1.2 or later. */
export function tlsOptions({ host }: MailServer, ca: ConnectionOptions["ca"]): ConnectionOptions {
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** "TLSv1.3 TLS_AES_256_GCM_SHA384, CN=smtp.example.org, valid until Jun  1 2027". */
export function tlsWords(socket: TLSSocket): string {
  const { subject, valid_to: until } = socket.getPeerCertificate();
  const name = subject?.CN === undefined ? "" : `, CN=${String(subject.CN)}`;
  const valid = until === undefined ? "" : `, valid until ${until}`;
  return `${socket.getProtocol() ?? "TLS"} ${socket.getCipher().name}${name}${valid}`;
}

function opened<S extends Socket>(
  socket: S,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(signal.reason);
    socket.once(event, () => {
      socket.off("error", fail);
      signal.removeEventListener("abort", abort);
      resolve(socket);
    });
    socket.once("error", fail);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

function refusalOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** The way to a broker, a step at a time: the TCP connection, then TLS on it. */

import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls, type PeerCertificate, type TLSSocket } from "node:tls";
import type { Clock } from "@mega/domain";
import type { StepEnd } from "../system/test-run.ts";

/** Waits for an event of a socket at most so long. */
function inTime<Value>(
  clock: Clock,
  withinMs: number,
  begin: (end: (value: StepEnd<Value>) => void) => void,
  late: StepEnd<Value>,
): Promise<StepEnd<Value>> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(withinMs, () => resolve(late));
    begin((value) => {
      cancel();
      resolve(value);
    });
  });
}

/** Opens the TCP connection. */
export function openTcp(
  clock: Clock,
  place: { readonly address: string; readonly port: number },
  withinMs: number,
): Promise<StepEnd<Socket>> {
  const socket = connect({ host: place.address, port: place.port });
  const where = `${place.address}:${place.port}`;
  return inTime<Socket>(
    clock,
    withinMs,
    (end) => {
      socket.once("connect", () => end({ kind: "ok", value: socket, said: where }));
      // Errors of later steps come through the stream above; without a listener they would throw.
      socket.on("error", (error) => {
        const said = `${where}: ${(error as NodeJS.ErrnoException).code ?? error.message}`;
        end({ kind: "failed", said, advice: "check-port" });
      });
    },
    { kind: "failed", said: `${where}: timeout`, advice: "check-port" },
  ).then((end) => {
    if (end.kind === "failed") socket.destroy();
    return end;
  });
}

/** The broker's certificate in words. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
}

/** A connection with TLS and the certificate that came with it. */
export interface TlsOpened {
  readonly stream: TLSSocket;
  readonly certificate: SeenCertificate;
}

/**
 * Begins TLS. A certificate that is not trusted fails the step as it would fail the connection in
 * service, but is told all the same, so that the person sees whose it is.
 */
export function openTls(
  clock: Clock,
  { socket, host }: { readonly socket: Socket; readonly host: string },
  withinMs: number,
  onCertificate: (certificate: SeenCertificate) => void,
): Promise<StepEnd<TlsOpened>> {
  const stream = connectTls({
    socket,
    rejectUnauthorized: false,
    host,
    // An address is no server name (RFC 6066 §3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  return inTime<TlsOpened>(
    clock,
    withinMs,
    (end) => {
      stream.once("secureConnect", () => {
        const certificate = seen(stream.getPeerCertificate());
        onCertificate(certificate);
        const said = `${stream.getProtocol() ?? "TLS"}, ${certificate.subject}`;
        if (stream.authorized) end({ kind: "ok", value: { stream, certificate }, said });
        else {
          const why = String(stream.authorizationError);
          end({ kind: "failed", said: `${said}: ${why}`, advice: adviceOf(why) });
        }
      });
      stream.on("error", (error) =>
        end({ kind: "failed", said: error.message, advice: "check-broker-tls" }),
      );
      stream.once("close", () =>
        end({ kind: "failed", said: "closed by the broker", advice: "check-broker-tls" }),
      );
    },
    { kind: "failed", said: "timeout", advice: "check-broker-tls" },
  ).then((end) => {
    if (end.kind === "failed") stream.destroy();
    return end;
  });
}

function adviceOf(why: string): string {
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(why)) return "check-broker-expired";
  return /ALTNAME/.test(why) ? "check-broker-name" : "check-broker-trust";
}

function seen({ subject, issuer, valid_to: validTo }: PeerCertificate): SeenCertificate {
  return { subject: nameOf(subject), issuer: nameOf(issuer), validTo: validTo ?? "?" };
}

function nameOf(names: PeerCertificate["subject"] | undefined): string {
  const name = names?.CN ?? names?.O;
  return (Array.isArray(name) ? name.join(", ") : name) ?? "?";
}

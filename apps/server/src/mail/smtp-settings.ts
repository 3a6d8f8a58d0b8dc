/** Where the server hands its mails in, as its environment says. */

import { isIP } from "node:net";
import { MegaError } from "@mega/domain";

/** A mail server. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on, by STARTTLS, or none: the last on this machine alone. */
  readonly tls: "tls" | "starttls" | "none";
  /** Null where the server wants no login. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** The sender's address. */
  readonly from: string;
}

const portOf = { "smtps:": 465, "smtp:": 587 } as const;
const allowed = "smtps://user:password@host:465 or smtp://user:password@host:587";

/**
 * Reads the address of a mail server. To any machine but this one the way is encrypted.
 *
 * @param url "smtps://…" (TLS from the start) or "smtp://…" (STARTTLS).
 * @param from Sender; the user where it is an address.
 * @throws MegaError CONFIG_INVALID, which does not repeat the password
 */
export function smtpSettings(url: string, from: string | undefined): SmtpSettings {
  const parsed = URL.parse(url);
  const scheme = parsed?.protocol;
  if (parsed === null || (scheme !== "smtps:" && scheme !== "smtp:") || parsed.hostname === "") {
    throw invalid("MEGA_SMTP_URL", parsed === null ? "no address" : parsed.protocol, allowed);
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, "");
  const user = decodeURIComponent(parsed.username);
  const sender = from ?? (user.includes("@") ? user : undefined);
  if (sender === undefined || !/^[^\s@<>]+@[^\s@<>]+$/.test(sender)) {
    throw invalid("MEGA_SMTP_FROM", sender ?? "nothing", "the address that mails come from");
  }
  const plain = isLoopback(host) ? "none" : "starttls";
  return {
    host,
    port: parsed.port === "" ? portOf[scheme] : Number(parsed.port),
    tls: scheme === "smtps:" ? "tls" : plain,
    login: user === "" ? null : { user, password: decodeURIComponent(parsed.password) },
    from: sender,
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function invalid(field: string, value: string, words: string): MegaError {
  return new MegaError("CONFIG_INVALID", `${field} is ${value}; allowed: ${words}`, {
    context: { field, allowed: words },
  });
}

/** Hands one letter over to the mail server. */

import type { ConnectionOptions } from "node:tls";
import type { Letter, ReportParts } from "./letters.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** What an attempt came to. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly reply: string }
  /** `final`: trying again without a change is in vain. */
  | { readonly kind: "failed"; readonly reply: string; readonly final: boolean };

/** A letter on its way. */
export interface Sending {
  readonly to: string;
  readonly letter: Letter;
  /** The same for each attempt, so that a mail that came twice is known again. */
  readonly messageId: string;
  readonly at: Date;
}

const CONNECT_MS_MAX = 15_000;
const GREETING_MS_MAX = 30_000;
const SILENCE_MS_MAX = 120_000;

/** Sends it; never throws. @param ca Further authorities that are trusted. */
export async function sendLetter(
  server: SmtpSettings,
  { to, letter, messageId, at }: Sending,
  ca?: ConnectionOptions["ca"],
): Promise<SendOutcome> {
  // Loaded with the first mail.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === "tls",
    requireTLS: server.tls === "starttls",
    ignoreTLS: server.tls === "none",
    ...(server.login === null
      ? {}
      : { auth: { user: server.login.user, pass: server.login.password } }),
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: GREETING_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const sent = await transport.sendMail({
      messageId,
      date: at,
      from: { name: "MEGA", address: server.from },
      to: { name: "", address: to },
      subject: letter.subject,
      ...(letter.report === undefined ? {} : reportFields(letter.report, server.from, to)),
      text: letter.text,
      textEncoding: "quoted-printable",
      // RFC 3834: nobody answers it by machine.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { kind: "sent", reply: sent.response };
  } catch (cause) {
    const { response, responseCode, message } = cause as {
      readonly response?: string;
      readonly responseCode?: number;
      readonly message: string;
    };
    // A refused login can be mended in the settings; a refused recipient or message cannot.
    const final = responseCode !== undefined && responseCode >= 500 && responseCode !== 535;
    return { kind: "failed", reply: response ?? message, final };
  } finally {
    transport.close();
  }
}

/** Each recipient gets a copy of his own, which names the others all the same. */
function reportFields(
  { html, files, recipients, senderName }: ReportParts,
  from: string,
  to: string,
) {
  const [first = to, ...copies] = recipients;
  return {
    from: { name: `MEGA ${senderName}`, address: from },
    to: { name: "", address: first },
    cc: copies.map((address) => ({ name: "", address })),
    envelope: { from, to },
    html,
    attachments: files.map(({ fileName, mediaType, bytes }) => ({
      filename: fileName,
      contentType: mediaType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
  };
}

/** A mail as bytes: what the outbox keeps and the server gets. */

import { localTime } from "@mega/domain";
import type { MailFile, MailText } from "@mega/reports";

/** What a message is made of. */
export interface MessageParts {
  readonly messageId: string;
  readonly from: string;
  /** Name shown beside the sender's address: the building. */
  readonly fromName: string;
  readonly to: string;
  readonly cc: readonly string[];
  readonly text: MailText;
  readonly files: readonly MailFile[];
  readonly atMs: number;
  readonly timeZone: string;
  /** A report comes again and again, and says whom to tell when it should not. */
  readonly recurring: boolean;
}

/** A whole message, RFC 5322: text first, then HTML, then the files. */
export async function composeMessage(parts: MessageParts): Promise<Buffer> {
  const { text, files, from, to, cc, messageId } = parts;
  // Loaded with the first mail: most gateways send one a month, many none.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const composer = new MailComposer({
    messageId,
    date: mailDate(parts.atMs, parts.timeZone),
    from: { name: `MEGA ${parts.fromName}`, address: from },
    to,
    ...(cc.length === 0 ? {} : { cc: [...cc] }),
    subject: text.subject,
    text: text.text,
    html: text.html,
    textEncoding: "quoted-printable",
    headers: {
      // RFC 3834: nobody answers it by machine.
      "Auto-Submitted": "auto-generated",
      ...(parts.recurring ? { "List-Unsubscribe": unsubscribe(from, parts.fromName) } : {}),
    },
    attachments: files.map(({ fileName, mediaType, bytes }) => ({
      filename: fileName,
      contentType: mediaType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** "<0123…@example.org>": random before the sender's domain. */
export function newMessageId(id: string, from: string): string {
  return `<mega.${id}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

function unsubscribe(from: string, building: string): string {
  return `<mailto:${from}?subject=${encodeURIComponent(`Unsubscribe MEGA ${building}`)}>`;
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "Mon, 01 Jun 2026 08:00:00 +0200": the building's time with its offset. */
export function mailDate(atMs: number, timeZone: string): string {
  const at = localTime(atMs, timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  const weekday = days[new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay()] ?? "";
  const east = Math.abs(at.offsetMinutes);
  const offset = `${at.offsetMinutes < 0 ? "-" : "+"}${two(Math.trunc(east / 60))}${two(east % 60)}`;
  const clock = [at.hour, at.minute, at.second].map(two).join(":");
  return `${weekday}, ${two(at.day)} ${months[at.month - 1] ?? ""} ${at.year} ${clock} ${offset}`;
}

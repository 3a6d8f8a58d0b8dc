import { parseInstant } from "@mega/domain";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { composeMessage, mailDate, newMessageId } from "./compose-message.ts";

const parts = {
  messageId: newMessageId("00ff", "mega@example.org"),
  from: "mega@example.org",
  fromName: 'Résidence "Les Tilleuls", 1',
  to: "anna@example.org",
  cc: ["bert@example.org"],
  text: {
    subject: "[MEGA Résidence] Relevés août 2026 – 14/16 OK, 2 à vérifier",
    text: "Première ligne à 80 colonnes.\n.\nFrom hier\n",
    html: "<p>Première ligne</p>",
  },
  files: [
    {
      fileName: "a.csv",
      mediaType: "text/csv; charset=utf-8",
      bytes: Buffer.from("a;b\r\n1;2\r\n"),
    },
    { fileName: "b.pdf", mediaType: "application/pdf", bytes: Buffer.from([0, 255, 13, 10, 46]) },
  ],
  atMs: parseInstant("2026-10-25T00:30:00Z") ?? 0,
  timeZone: "Europe/Brussels",
  recurring: true,
};

test("a message reads back as it was written: texts, names, files byte for byte", async () => {
  const mail = await simpleParser(await composeMessage(parts));
  expect(mail.subject).toBe(parts.text.subject);
  expect(mail.text).toBe(parts.text.text);
  expect(mail.html).toContain("Première ligne");
  expect(mail.from?.value).toEqual([
    { address: parts.from, name: 'MEGA Résidence "Les Tilleuls", 1' },
  ]);
  expect(mail.messageId).toBe("<mega.00ff@example.org>");
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(["a.csv", "b.pdf"]);
  for (const [index, { content }] of mail.attachments.entries()) {
    expect(content.equals(parts.files[index]?.bytes ?? Buffer.of())).toBe(true);
  }
});

test("the heads keep machines from answering and say whom to tell", async () => {
  const raw = (await composeMessage(parts)).toString("latin1");
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(raw).toMatch(/^Date: Sun, 25 Oct 2026 02:30:00 \+0200\r$/m);
  const unfolded = raw.replace(/\r\n[ \t]+/g, " ");
  expect(unfolded).toMatch(/^List-Unsubscribe: +<mailto:mega@example\.org\?subject=/m);
  expect(raw.indexOf("text/plain")).toBeLessThan(raw.indexOf("text/html"));
  for (const line of raw.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
  const once = (await composeMessage({ ...parts, recurring: false })).toString("latin1");
  expect(once).not.toContain("List-Unsubscribe");
});

test.each([
  ["2026-06-01T06:00:00Z", "Europe/Brussels", "Mon, 01 Jun 2026 08:00:00 +0200"],
  ["2026-12-31T23:30:05Z", "Europe/Brussels", "Fri, 01 Jan 2027 00:30:05 +0100"],
  ["2026-06-01T06:00:00Z", "America/St_Johns", "Mon, 01 Jun 2026 03:30:00 -0230"],
])("%s in %s is written %s", (at, zone, written) => {
  expect(mailDate(parseInstant(at) ?? 0, zone)).toBe(written);
});

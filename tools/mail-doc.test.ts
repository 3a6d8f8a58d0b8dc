import { readFileSync } from "node:fs";
import {
  MAIL_CC_MAX,
  MailKind,
  MailReason,
  MailState,
  mailPorts,
  reportRhythms,
} from "@mega/contract";
import { dictionaries, languages } from "@mega/locale";
import { expect, test } from "vitest";
import { ATTEMPTS_MAX } from "../apps/gateway/src/mail/delivery.ts";
import { MAIL_BYTES_MAX } from "../apps/gateway/src/mail/mail-writer.ts";
import { KEPT_MAX, WAITING_MAX } from "../apps/gateway/src/mail/outbox.ts";
import { MAILS_PER_DAY_MAX } from "../apps/gateway/src/mail/postman.ts";
import { stepsOf } from "../apps/gateway/src/mail/smtp-attempt.ts";
import { LETTER_ROWS_MAX } from "../packages/reports/src/email/letter-table.ts";
import { partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(new URL("../docs/reference/mail.md", import.meta.url), "utf8");
const rowsBelow = (title: string) =>
  partBelow(document, title).flatMap((section) => rowsOf(section.body));
const firstCells = (title: string) => rowsBelow(title).map(([cell = ""]) => cell);
const wordsOf = (schema: { readonly enum: readonly string[] }) => [...schema.enum];

test("the document names every kind, rhythm, state and reason of mails", () => {
  expect(firstCells("What is sent")).toEqual(wordsOf(MailKind));
  expect(firstCells("When")).toEqual([...reportRhythms]);
  expect(firstCells("The outbox")).toEqual([...wordsOf(MailState), ...wordsOf(MailReason)]);
});

test("the document names every way to encrypt with its port", () => {
  const rows = rowsBelow("Encryption and the password").map(([tls, port]) => [tls, Number(port)]);
  expect(rows).toEqual(Object.entries(mailPorts));
});

test("the document names the steps of a test as they are made, and pages translate them", () => {
  const login = { account: "a", password: "b" };
  const steps = stepsOf({ host: "x", port: 1, tls: "starttls", login });
  expect(firstCells("TEST SMTP")).toEqual(steps);
  for (const language of languages) {
    for (const step of steps) expect(dictionaries[language].tests.steps).toHaveProperty([step]);
  }
});

test("the limits are those of the code", () => {
  const limits = rowsBelow("Limits").map(([, limit = ""]) => Number(/^\d+/.exec(limit)?.[0]));
  expect(limits).toEqual([
    1 + MAIL_CC_MAX,
    MAIL_BYTES_MAX / 1024 / 1024,
    MAILS_PER_DAY_MAX,
    WAITING_MAX,
    KEPT_MAX,
    ATTEMPTS_MAX,
    LETTER_ROWS_MAX,
  ]);
});

test("pages have a word for every state, reason and kind", () => {
  for (const language of languages) {
    const { outbox } = dictionaries[language].mail;
    expect(Object.keys(outbox.states).sort()).toEqual(wordsOf(MailState).sort());
    expect(Object.keys(outbox.reasons).sort()).toEqual(wordsOf(MailReason).sort());
    expect(Object.keys(outbox.kinds).sort()).toEqual(wordsOf(MailKind).sort());
  }
});

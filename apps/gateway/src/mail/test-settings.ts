/** TEST SMTP: settings as they stand on the page are tried with a real message to address 1. */

import type { ConnectionOptions } from "node:tls";
import { fieldProblem, type MailConfig, SECRET_KEPT, type TestReport } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import type { Installation } from "@mega/installation";
import { testMail } from "@mega/reports";
import { composeMessage, newMessageId } from "./compose-message.ts";
import { type MailSettings, mailServerOf, settingsOf } from "./mail-settings.ts";
import type { MailServer, SmtpTimeouts } from "./open-socket.ts";
import { attemptDelivery } from "./smtp-attempt.ts";
import { adviceOfFailure } from "./smtp-outcome.ts";

/** Somebody waits in front of the cabinet. */
const testTimeouts: SmtpTimeouts = { connectMs: 8000, greetingMs: 10_000, silenceMs: 20_000 };

/** What a test stands on. */
export interface TestOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly pagesUrl: () => string | null;
  readonly newId: () => string;
  readonly version: string;
  readonly ca?: ConnectionOptions["ca"];
}

/** Tries the settings; a stored password goes to the server that it was stored for, to no other. */
export async function testSettings(draft: MailConfig, options: TestOptions): Promise<TestReport> {
  const { clock, installation, ca } = options;
  const mail = withStoredPassword(draft, installation.mail);
  const settings = settingsOf(mail, installation);
  const { server } = settings;
  const startedMs = clock.monotonicMs();
  const at = toUtcString(clock.nowMs());
  const message = await testMessage(settings, options);
  const { steps, failure, failedAt } = await attemptDelivery(server, message, {
    clock,
    timeouts: testTimeouts,
    ...(ca === undefined ? {} : { ca }),
    signal: new AbortController().signal,
    onHandOver: () => undefined,
  });
  return {
    passed: failure === null,
    at,
    tookMs: Math.max(0, Math.round(clock.monotonicMs() - startedMs)),
    steps: [...steps],
    advice: failure === null ? null : adviceOfFailure(failure, failedAt ?? "data"),
    facts: { server: `${server.host}:${server.port}` },
  };
}

async function testMessage(settings: MailSettings, { clock, ...options }: TestOptions) {
  const { installation, newId, pagesUrl, version } = options;
  const { model, mac, location, demo, timeZone } = installation;
  const { from, to, language } = settings;
  const nowMs = clock.nowMs();
  const about = { gateway: { model, mac, location, demo, version }, timeZone };
  const text = testMail(
    { ...about, generatedAt: toUtcString(nowMs) },
    { language, pagesUrl: pagesUrl() },
  );
  const message = await composeMessage({
    messageId: newMessageId(newId(), from),
    from,
    fromName: location,
    to,
    cc: [],
    text,
    files: [],
    atMs: nowMs,
    timeZone,
    recurring: false,
  });
  return { sender: from, recipients: [to], message };
}

function withStoredPassword(draft: MailConfig, saved: Installation["mail"]): MailConfig {
  if (draft.password !== SECRET_KEPT) return draft;
  const stored = saved?.password;
  const same = saved !== null && isSamePlace(mailServerOf(draft), mailServerOf(saved));
  if (stored !== undefined && same && draft.account === saved?.account) {
    return { ...draft, password: stored };
  }
  throw fieldProblem({
    pointer: "/mail/password",
    value: SECRET_KEPT,
    allowed: "the password, because server, port, encryption or account are not the saved ones",
  });
}

function isSamePlace(one: MailServer, other: MailServer): boolean {
  return one.host === other.host && one.port === other.port && one.tls === other.tls;
}

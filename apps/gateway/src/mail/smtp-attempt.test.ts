import { createServer, type Server } from "node:net";
import { systemClock } from "@mega/domain";
import { afterEach, expect, test } from "vitest";
import type { MailServer } from "./open-socket.ts";
import { attemptDelivery } from "./smtp-attempt.ts";
import { adviceOfFailure } from "./smtp-outcome.ts";
import { elsewhereCertificate, hereCertificate, testAuthority } from "./testing/certificates.ts";
import { refusal, startMailServer } from "./testing/mail-server.ts";

const message = Buffer.from(
  "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n.a line\r\n",
);
const timeouts = { connectMs: 3000, greetingMs: 500, silenceMs: 700 };
const ok = "resolve:ok connect:ok";

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop();
});

async function server(options: Parameters<typeof startMailServer>[0] = {}) {
  const started = await startMailServer(options);
  opened.push(started);
  return started;
}

/** A server that speaks as it is told, line by line. */
async function scripted(talk: (line: string) => string | null, greeting = "220 here\r\n") {
  const raw: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (greeting !== "") socket.write(greeting);
    socket.on("data", (data) => {
      for (const line of data.toString().split("\r\n")) {
        const answer = line === "" ? "" : talk(line);
        if (answer === null) socket.destroy();
        else if (answer !== "") socket.write(answer);
      }
    });
  });
  await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  opened.push({ stop: () => new Promise((resolve) => raw.close(() => resolve())) });
  return (raw.address() as { port: number }).port;
}

async function attempt(
  target: Partial<MailServer> & { readonly port: number },
  recipients: readonly string[] = ["b@example.org"],
  signal: AbortSignal = new AbortController().signal,
) {
  let handedOver = 0;
  const result = await attemptDelivery(
    { host: "127.0.0.1", tls: "none", login: null, ...target },
    { sender: "a@example.org", recipients, message },
    {
      clock: systemClock(),
      timeouts,
      ca: testAuthority,
      signal,
      onHandOver: () => {
        handedOver += 1;
      },
    },
  );
  const steps = result.steps.map(({ name, state }) => `${name}:${state}`).join(" ");
  const { failure, failedAt } = result;
  const advice = failure === null || failedAt === null ? null : adviceOfFailure(failure, failedAt);
  return { ...result, written: steps, handedOver, advice };
}

test("a mail is handed over without TLS byte for byte, dots at the start of lines kept", async () => {
  const { port, taken } = await server();
  const { outcome, written, handedOver } = await attempt({ port });
  expect(outcome).toMatchObject({ kind: "accepted", replyCode: 250, refused: [] });
  expect(written).toBe(`${ok} greeting:ok mail-from:ok rcpt:ok data:ok`);
  expect(handedOver).toBe(1);
  expect(taken.map(({ raw }) => raw.toString())).toEqual([message.toString()]);
});

test("STARTTLS with a login encrypts before it logs in", async () => {
  const { key, cert } = hereCertificate;
  const { port, taken } = await server({
    key,
    cert,
    authOptional: false,
    onAuth: ({ username, password }, session, callback) =>
      session.secure && username === "anna" && password === "right"
        ? callback(null, { user: "anna" })
        : callback(refusal(535, "no")),
  });
  const login = { account: "anna", password: "right" };
  const { outcome, written, steps } = await attempt({ port, tls: "starttls", login });
  expect(outcome.kind).toBe("accepted");
  expect(written).toBe(`${ok} greeting:ok tls:ok login:ok mail-from:ok rcpt:ok data:ok`);
  expect(steps.find(({ name }) => name === "tls")?.said).toMatch(/^TLSv1\.[23] .*CN=127\.0\.0\.1/);
  expect(taken).toHaveLength(1);
});

test("TLS from the first byte encrypts before the greeting", async () => {
  const { key, cert } = hereCertificate;
  const { port } = await server({ key, cert, secure: true });
  const { outcome, written } = await attempt({ port, tls: "tls" });
  expect(outcome.kind).toBe("accepted");
  expect(written).toBe(`${ok} tls:ok greeting:ok mail-from:ok rcpt:ok data:ok`);
});

test("a wrong login is told with the server's words, and the mail waits", async () => {
  const { port } = await server({
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => callback(refusal(535, "5.7.8 not you")),
  });
  const login = { account: "anna", password: "wrong" };
  const { outcome, written, advice } = await attempt({ port, login });
  expect(outcome).toMatchObject({ kind: "not-accepted", reason: "login", final: false });
  expect(outcome).toMatchObject({ replyCode: 535, reply: expect.stringContaining("not you") });
  expect(written).toBe(
    `${ok} greeting:ok login:failed mail-from:skipped rcpt:skipped data:skipped`,
  );
  expect(advice).toBe("check-login");
});

test("a certificate for another name, or by a stranger, is not taken", async () => {
  const { key, cert } = elsewhereCertificate;
  const implicit = await server({ key, cert, secure: true });
  const upgraded = await server({ key, cert });
  for (const [port, tls] of [
    [implicit.port, "tls"],
    [upgraded.port, "starttls"],
  ] as const) {
    const { outcome, failedAt, advice } = await attempt({ port, tls });
    expect(outcome).toMatchObject({ kind: "not-accepted", reason: "tls", final: false });
    expect([failedAt, advice]).toEqual(["tls", "check-certificate"]);
  }
});

test("a server without encryption gets neither login nor mail unless none was chosen", async () => {
  const { port, taken } = await server();
  const upgrade = await attempt({ port, tls: "starttls" });
  expect([upgrade.failedAt, upgrade.advice]).toEqual(["tls", "check-tls-mode"]);
  const direct = await attempt({ port, tls: "tls" });
  expect([direct.failedAt, direct.advice]).toEqual(["tls", "check-tls-mode"]);
  expect(taken).toEqual([]);
});

// Where the server refuses, what it says; the reason, whether it is final, the advice.
test.each([
  ["RCPT", 550, "5.1.1 unknown", "recipient-refused", true, "check-recipient"],
  ["RCPT", 452, "4.2.2 full", "mailbox-full", false, "check-mailbox-full"],
  ["RCPT", 552, "5.2.2 full", "mailbox-full", true, "check-mailbox-full"],
  ["RCPT", 421, "4.3.2 closing", "busy", false, "try-again"],
  ["MAIL", 550, "5.7.1 not this sender", "sender-refused", true, "check-sender"],
  ["MAIL", 451, "4.3.0 later", "busy", false, "check-sender"],
  ["DATA", 554, "5.7.1 spam", "message-refused", true, "check-mail-limits"],
  ["DATA", 451, "4.7.1 greylisted", "busy", false, "check-mail-limits"],
] as const)(
  "a refusal at %s with %i is understood",
  async (where, code, words, reason, final, advice) => {
    const refuse = refusal(code, words);
    const started = await server({
      ...(where === "MAIL" ? { onMailFrom: (_a, _s, done) => done(refuse) } : {}),
      ...(where === "RCPT" ? { onRcptTo: (_a, _s, done) => done(refuse) } : {}),
    });
    started.verdict = () => (where === "DATA" ? refuse : null);
    const result = await attempt({ port: started.port });
    expect(result.outcome).toMatchObject({ kind: "not-accepted", reason, final, replyCode: code });
    expect(result.outcome.reply).toContain(words);
    expect(result.advice).toBe(advice);
  },
);

test("of two recipients the one refused is told, the other has the mail", async () => {
  const { port, taken } = await server({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("full") ? refusal(452, "4.2.2 full") : null),
  });
  const { outcome } = await attempt({ port }, ["b@example.org", "full@example.org"]);
  expect(outcome).toMatchObject({
    kind: "accepted",
    refused: [{ address: "full@example.org", replyCode: 452 }],
  });
  expect(taken.map(({ to }) => to)).toEqual([["b@example.org"]]);
});

test("a server that says nothing is left after its time", async () => {
  const port = await scripted(() => "", "");
  const { outcome, failedAt } = await attempt({ port });
  expect(outcome).toMatchObject({ kind: "not-accepted", reason: "timeout" });
  expect(failedAt).toBe("greeting");
});

test("nobody at the port, and no such host, are told apart", async () => {
  const port = await scripted(() => "");
  for (const server of opened.splice(0)) await server.stop();
  const away = await attempt({ port });
  expect([away.failedAt, away.advice]).toEqual(["connect", "check-port"]);
  const nowhere = await attempt({ host: "mail.invalid", port });
  expect([nowhere.failedAt, nowhere.advice]).toEqual(["resolve", "check-host"]);
});

const polite = (line: string) => {
  if (line.startsWith("EHLO")) return "250 here\r\n";
  if (line.startsWith("DATA")) return "354 go on\r\n";
  return /^(MAIL|RCPT)/.test(line) ? "250 ok\r\n" : "";
};

test("a connection cut before the message ends leaves no doubt", async () => {
  const port = await scripted((line) => (line.startsWith("DATA") ? null : polite(line)));
  const { outcome, handedOver } = await attempt({ port });
  expect(outcome).toMatchObject({ kind: "not-accepted", reason: "unreachable", final: false });
  expect(handedOver).toBe(0);
});

test("a connection cut after the message, or no answer to it, is a doubt", async () => {
  const cut = await scripted((line) => (line === "." ? null : polite(line)));
  const silent = await scripted(polite);
  for (const port of [cut, silent]) {
    const { outcome, failedAt, handedOver } = await attempt({ port });
    expect(outcome.kind).toBe("in-doubt");
    expect([failedAt, handedOver]).toEqual(["data", 1]);
  }
});

test("what answers on the port without being a mail server is said to be none", async () => {
  const port = await scripted(() => "", "SSH-2.0-OpenSSH_9\r\n");
  const { failedAt, outcome } = await attempt({ port });
  expect(failedAt).toBe("greeting");
  expect(outcome).toMatchObject({
    kind: "not-accepted",
    reply: expect.stringContaining("SSH-2.0"),
  });
});

test("an attempt that is stopped ends at once", async () => {
  const port = await scripted(() => "", "");
  const stop = new AbortController();
  const running = attempt({ port }, ["b@example.org"], stop.signal);
  stop.abort(new Error("stopped"));
  expect((await running).outcome.kind).toBe("not-accepted");
});

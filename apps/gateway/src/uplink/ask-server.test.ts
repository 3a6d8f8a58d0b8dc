import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { movedClock, systemClock } from "@mega/domain";
import { afterEach, expect, test } from "vitest";
import {
  elsewhereCertificate,
  hereCertificate,
  testAuthority,
} from "../mail/testing/certificates.ts";
import { ServerConnection } from "./ask-server.ts";
import type { Asked } from "./testing/counterpart.ts";
import { listen } from "./testing/counterpart-port.ts";

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const signal = new AbortController().signal;
const health = { method: "GET", path: "/v1/ledger" } as const;

/** A server that answers so; what it was asked is kept. */
async function serverThat(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{
  readonly url: string;
  readonly server: Server;
  readonly heads: IncomingMessage["headers"][];
}> {
  const heads: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    heads.push(request.headers);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endings.push(() => new Promise((resolve) => server.close(() => resolve())));
  endings.push(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, heads };
}

function connectionTo(url: string, ca?: string): ServerConnection {
  const options = { clock: systemClock(), url, ...(ca === undefined ? {} : { ca }) };
  const connection = new ServerConnection(options);
  endings.push(() => connection.close());
  return connection;
}

test("a body and a bearer token go, and the answer comes back with its bytes", async () => {
  const asked: Asked[] = [];
  const serve = (one: Asked) => {
    asked.push(one);
    return { status: 200, body: { ok: true } };
  };
  const { url, stop } = await listen({ serve });
  endings.push(stop);
  const body = { type: "application/cbor", bytes: Uint8Array.of(1, 2, 3) } as const;
  const outcome = await connectionTo(url).ask(
    { method: "POST", path: "/v1/batch", bearer: "mega1.1.x", body },
    signal,
  );
  expect(asked).toMatchObject([{ method: "POST", path: "/v1/batch", bearer: "mega1.1.x", body }]);
  expect(outcome).toMatchObject({ kind: "answered", status: 200 });
  expect(new TextDecoder().decode(outcome.kind === "answered" ? outcome.bytes : undefined)).toBe(
    '{"ok":true}',
  );
});

test("a certificate must be for the server and from somebody who is trusted", async () => {
  const serve = () => ({ status: 200, body: {} });
  const here = await listen({ serve }, { tls: hereCertificate });
  const elsewhere = await listen({ serve }, { tls: elsewhereCertificate });
  endings.push(here.stop, elsewhere.stop);
  const trusted = await connectionTo(here.url, testAuthority).ask(health, signal);
  expect(trusted.kind).toBe("answered");
  const unknown = await connectionTo(here.url).ask(health, signal);
  expect(unknown).toMatchObject({ kind: "failed", code: "certificate" });
  const foreign = await connectionTo(elsewhere.url, testAuthority).ask(health, signal);
  expect(foreign).toMatchObject({ kind: "failed", code: "certificate" });
});

test("a redirection is not followed: the credential goes nowhere else", async () => {
  const { url: other, heads } = await serverThat((_, response) => response.end("{}"));
  const { url } = await serverThat((_, response) => {
    response.writeHead(307, { location: `${other}/v1/ledger` }).end();
  });
  const outcome = await connectionTo(url).ask({ ...health, bearer: "secret" }, signal);
  expect(outcome).toMatchObject({
    kind: "failed",
    code: "answer",
    detail: "HTTP 307, which is not followed",
  });
  expect(heads).toEqual([]);
});

test("an answer without an end is cut off at its limit", async () => {
  const { url } = await serverThat((_, response) => {
    const more = () => {
      while (response.writable && response.write("x".repeat(10_000)));
      if (response.writable) response.once("drain", more);
    };
    more();
  });
  const outcome = await connectionTo(url).ask(health, signal);
  expect(outcome).toMatchObject({
    kind: "failed",
    code: "answer",
    detail: "more than 65536 bytes",
  });
});

test("refusals are read from their problem, and a page of a proxy from its status", async () => {
  const { url } = await serverThat(({ url: path }, response) => {
    if (path === "/v1/batch") {
      response.writeHead(429, { "retry-after": "30" });
      response.end(JSON.stringify({ code: "TOO_MANY_REQUESTS", detail: "wait" }));
    } else response.writeHead(502, { "retry-after": "soon" }).end("<html>bad gateway</html>");
  });
  const connection = connectionTo(url);
  expect(await connection.ask({ method: "POST", path: "/v1/batch" }, signal)).toEqual({
    kind: "refused",
    status: 429,
    code: "TOO_MANY_REQUESTS",
    detail: "wait",
    retryAfterMs: 30_000,
  });
  expect(await connection.ask(health, signal)).toEqual({
    kind: "failed",
    code: "status",
    detail: "HTTP 502",
    retryAfterMs: null,
  });
});

test("a server that says nothing is given up in the end, and at once when we stop", async () => {
  const { url } = await serverThat(() => undefined);
  const clock = movedClock({ startMs: 0 });
  const connection = new ServerConnection({ clock, url });
  endings.push(() => connection.close());
  const late = connection.ask(health, signal);
  await clock.advanceBy(10 * 60_000);
  expect(await late).toMatchObject({ kind: "failed", code: "timeout" });
  const stop = new AbortController();
  const stopped = connection.ask(health, stop.signal);
  stop.abort();
  expect((await stopped).kind).toBe("failed");
});

test("nobody there, another protocol and an address that is none are failures", async () => {
  const gone = await serverThat(() => undefined);
  await new Promise<void>((resolve) => gone.server.close(() => resolve()));
  expect(await connectionTo(gone.url).ask(health, signal)).toMatchObject({
    kind: "failed",
    code: "unreachable",
    detail: "ECONNREFUSED",
  });
  const { url } = await serverThat((request) => void request.socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
  expect(await connectionTo(url).ask(health, signal)).toMatchObject({
    kind: "failed",
    code: "answer",
  });
  expect(await connectionTo("https://[::::1]").ask(health, signal)).toMatchObject({
    kind: "failed",
    code: "unreachable",
  });
});

test("a kept connection that the server had closed is opened anew", async () => {
  let requests = 0;
  const { url, server } = await serverThat((request, response) => {
    requests += 1;
    // The second request on the same connection meets a closed door.
    if (requests === 2) request.socket.destroy();
    else response.end("{}");
  });
  server.keepAliveTimeout = 60_000;
  const connection = connectionTo(url);
  expect((await connection.ask(health, signal)).kind).toBe("answered");
  expect((await connection.ask(health, signal)).kind).toBe("answered");
  expect(requests).toBe(3);
});

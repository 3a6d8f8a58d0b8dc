// Whom the gateway dials, and whom it does not believe.

import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { TUNNEL_PATH, TUNNEL_SECRET_HEADER } from "@mega/uplink";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import {
  elsewhereCertificate,
  hereCertificate,
  testAuthority,
} from "../mail/testing/certificates.ts";
import { dialTunnel } from "./dial-tunnel.ts";

const opening = { tunnelId: "ab".repeat(16), secret: "s".repeat(22) };
const credential = "mega1.7.secret";
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A server of WebSockets behind TLS; what it was asked is kept. */
async function tlsServer(certificate: { readonly key: string; readonly cert: string }) {
  const asked: IncomingMessage[] = [];
  const server = createTlsServer(certificate);
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (_socket, request) => asked.push(request));
  return { url: `https://127.0.0.1:${await listening(server)}`, asked };
}

test("it asks by its credential and the secret, over TLS, at the tunnel's own address", async () => {
  const { url, asked } = await tlsServer(hereCertificate);
  const socket = await dialTunnel({ url, credential, opening, ca: testAuthority });
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]?.url).toBe(`${TUNNEL_PATH}/${opening.tunnelId}`);
  expect(asked[0]?.headers).toMatchObject({
    authorization: `Bearer ${credential}`,
    [TUNNEL_SECRET_HEADER]: opening.secret,
  });
  socket.terminate();
});

test.each([
  ["nobody vouches for", hereCertificate, undefined],
  ["is another's", elsewhereCertificate, testAuthority],
])("a server whose certificate %s is told nothing", async (_, certificate, ca) => {
  const { url, asked } = await tlsServer(certificate);
  const dialled = dialTunnel({ url, credential, opening, ...(ca === undefined ? {} : { ca }) });
  await expect(dialled).rejects.toMatchObject({ code: "CONFLICT" });
  expect(asked).toEqual([]);
});

test("it does not go where it is sent, and says what it was answered", async () => {
  const elsewhere: string[] = [];
  const other = createServer((request) => elsewhere.push(request.url ?? ""));
  other.on("upgrade", (request) => elsewhere.push(request.url ?? ""));
  const otherPort = await listening(other);
  const location = `http://127.0.0.1:${otherPort}/`;
  const sending = createServer((_request, response) => {
    response.writeHead(307, { location }).end();
  });
  const url = `http://127.0.0.1:${await listening(sending)}`;
  await expect(dialTunnel({ url, credential, opening })).rejects.toThrow("HTTP 307");
  expect(elsewhere).toEqual([]);
});

test("a server that is not there is said to be so, without the secret", async () => {
  const gone = createServer();
  const url = `http://127.0.0.1:${await listening(gone)}`;
  gone.close();
  const failure = await dialTunnel({ url, credential, opening }).catch((error: Error) => error);
  expect(String(failure)).toContain("ECONNREFUSED");
  expect(JSON.stringify(failure)).not.toContain(opening.secret);
});

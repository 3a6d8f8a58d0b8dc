import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { systemClock } from "@mega/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CertificateKeeper } from "./certificate-keeper.ts";
import { FrontDoor, type FrontDoorOptions } from "./front-door.ts";

let folder: string;
let inside: Server;
let door: FrontDoor;
let certificate: CertificateKeeper;
const sockets: Socket[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-door-"));
  inside = createHttpServer({ headersTimeout: 500, connectionsCheckingInterval: 100 });
  inside.on("request", (request, response) => {
    const encrypted = request.socket instanceof TLSSocket;
    response.end(`${request.method} ${request.url} ${encrypted ? "https" : "http"}`);
  });
  certificate = new CertificateKeeper({
    clock: systemClock(),
    dataFolder: folder,
    names: () => ["localhost", "127.0.0.1"],
    onFailure: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await door.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<FrontDoorOptions> = {}, plainHttp = false): Promise<number> {
  door = new FrontDoor({ certificate, host: "127.0.0.1", fixedPort: 0, ...options });
  await door.open(inside, { port: 8082, plainHttp });
  return door.port ?? 0;
}

/** As another machine would see it. */
const elsewhere = { isOwnMachine: () => false };

/** curl with the gateway's certificate as the only one that is trusted. */
async function curl(...args: string[]): Promise<string> {
  const trust = ["--cacert", join(folder, "https-certificate.pem"), "-sS", "--max-time", "5"];
  return (await promisify(execFile)("curl", [...trust, ...args])).stdout;
}

/** Everything that comes after the bytes, and how the connection ends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    sockets.push(socket);
    let said = "";
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said));
  });
}

const opensslClient = (port: number, ...args: string[]) =>
  new Promise<string>((resolve) => {
    const target = ["s_client", "-connect", `127.0.0.1:${port}`, ...args];
    const child = execFile("openssl", target, (_error, out, complaint) => resolve(out + complaint));
    child.stdin?.end();
  });

test("one port answers HTTPS, and plain HTTP of this machine", async () => {
  const port = await open();
  expect(await curl(`https://localhost:${port}/a?b=1`)).toBe("GET /a?b=1 https");
  expect(await curl(`http://localhost:${port}/a?b=1`)).toBe("GET /a?b=1 http");
  expect(await curl("-d", "x", `https://127.0.0.1:${port}/`)).toBe("POST / https");
  expect(door.url).toBe(`http://127.0.0.1:${port}/`);
});

test("a client that does not know the certificate refuses it", async () => {
  const port = await open();
  await expect(
    promisify(execFile)("curl", ["-sS", "--max-time", "5", `https://localhost:${port}/`]),
  ).rejects.toMatchObject({ code: 60 });
});

test("plain HTTP from elsewhere leads to the same place by HTTPS, path and query kept", async () => {
  const port = await open(elsewhere);
  const heads = await curl(
    "-D",
    "-",
    "-o",
    "/dev/null",
    `http://localhost:${port}/channels/3?x=%2F`,
  );
  expect(heads).toMatch(/^HTTP\/1\.1 308 /);
  expect(heads).toContain(`location: https://localhost:${port}/channels/3?x=%2F\r\n`);
  expect(heads).not.toMatch(/strict-transport-security/i);
  expect(await curl("-L", `http://localhost:${port}/counters`)).toBe("GET /counters https");
});

test("a change by plain HTTP from elsewhere is refused, and never reaches the server", async () => {
  const port = await open(elsewhere);
  const answer = await curl(
    "-i",
    "-X",
    "POST",
    "-d",
    "secret",
    `http://localhost:${port}/api/v1/x`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toContain("application/problem+json");
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ code: "FORBIDDEN" });
});

test.each([
  ["no host", "GET / HTTP/1.0\r\n\r\n"],
  ["a host with a path in it", "GET / HTTP/1.1\r\nHost: evil.example/x\r\n\r\n"],
  ["a path that a browser takes for a host", "GET //evil.example/ HTTP/1.1\r\nHost: mega\r\n\r\n"],
  ["a whole address", "GET http://evil.example/ HTTP/1.1\r\nHost: mega\r\n\r\n"],
])("%s is not redirected", async (_title, text) => {
  const port = await open(elsewhere);
  expect(await raw(port, text)).toMatch(/^HTTP\/1\.1 400 /);
});

test("plain HTTP from elsewhere is served where the configuration wants it", async () => {
  const port = await open(elsewhere, true);
  expect(await curl(`http://localhost:${port}/a`)).toBe("GET /a http");
  expect(door.strict).toBe(false);
  await door.apply({ port: 8082, plainHttp: false });
  expect(await curl("-o", "/dev/null", "-w", "%{http_code}", `http://localhost:${port}/a`)).toBe(
    "308",
  );
  expect(door.strict).toBe(true);
});

test("OpenSSL is let in by TLS 1.2 and 1.3, and not by 1.1", async () => {
  const port = await open();
  for (const version of ["-tls1_2", "-tls1_3"]) {
    expect(await opensslClient(port, version)).toContain(
      "Verify return code: 18 (self-signed certificate)",
    );
  }
  const old = await opensslClient(port, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
  expect(old).toMatch(/alert protocol version|wrong version number|no protocols available/);
});

test("garbage is turned away whether it looks like TLS or not, and others are served meanwhile", async () => {
  const port = await open();
  expect(await raw(port, "\x00\x01\x02garbage\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 |^$/);
  expect(await raw(port, "\x16\x03\x01\x00\x05hello\r\n\r\n")).not.toContain("HTTP");
  expect(await curl(`https://localhost:${port}/`)).toBe("GET / https");
});

test("who sends nothing, or only the beginning of a request, is cut off", async () => {
  const port = await open({ limits: { firstByteMs: 300, handshakeMs: 300 } });
  expect(await raw(port, "")).toBe("");
  expect(await raw(port, "\x16")).toBe("");
  expect(await raw(port, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow:")).toMatch(
    /^HTTP\/1\.1 408 |^$/,
  );
  const slow = connectTls({ port, host: "127.0.0.1", ca: certificate.current.cert });
  sockets.push(slow);
  slow.on("error", () => undefined);
  slow.resume();
  slow.write("GET / HTTP/1.1\r\n");
  await new Promise<void>((resolve) => slow.on("close", () => resolve()));
});

test("a request that comes byte by byte is served", async () => {
  const port = await open();
  const text = "GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let said = "";
  socket.on("data", (chunk) => {
    said += chunk;
  });
  for (const letter of text) {
    socket.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise<void>((resolve) => socket.on("close", () => resolve()));
  expect(said).toContain("GET /slow http");
});

test("one address holds so many connections, and gets its place back when one ends", async () => {
  const port = await open({ limits: { perAddress: 3 } });
  const held = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<Socket>((resolve) => {
          const socket = connect(port, "127.0.0.1", () => resolve(socket));
          sockets.push(socket);
        }),
    ),
  );
  await expect.poll(() => raw(port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).toBe("");
  held[0]?.destroy();
  await expect
    .poll(() => raw(port, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    .toContain("GET / http");
});

test("a new port listens before the old one is given up, and requests that run end well", async () => {
  let answer: () => void = () => undefined;
  inside.on("request", () => undefined);
  await open({});
  await door.stop();
  const ports = await twoFreePorts();
  inside = createHttpServer((request, response) => {
    answer = () => response.end(`late ${request.url}`);
  });
  door = new FrontDoor({ certificate, host: "127.0.0.1" });
  await door.open(inside, { port: ports[0] ?? 0, plainHttp: false });
  const running = new Promise<string>((resolve) => {
    const options = { port: ports[0], path: "/save", method: "PUT", ca: certificate.current.cert };
    httpsRequest({ host: "localhost", ...options }, (response) => {
      response.on("data", (chunk) => resolve(String(chunk)));
    }).end();
  });
  await expect.poll(() => String(answer)).toContain("late");
  await door.apply({ port: ports[1] ?? 0, plainHttp: false });
  expect(door.port).toBe(ports[1]);
  answer();
  expect(await running).toBe("late /save");
  await expect(curl(`https://localhost:${ports[0]}/`)).rejects.toMatchObject({ code: 7 });
  inside.on("request", () => answer());
  expect(await curl(`https://localhost:${ports[1]}/new`)).toBe("late /new");
});

test("a port that another program has leaves the old one in force", async () => {
  const [port = 0, taken = 0] = await twoFreePorts();
  const other = createHttpServer();
  await new Promise<void>((resolve) => other.listen(taken, "127.0.0.1", () => resolve()));
  door = new FrontDoor({ certificate, host: "127.0.0.1" });
  await door.open(inside, { port, plainHttp: false });
  await expect(door.apply({ port: taken, plainHttp: true })).rejects.toMatchObject({
    code: "PORT_BUSY",
  });
  expect(door.strict).toBe(true);
  expect(await curl(`https://localhost:${port}/`)).toBe("GET / https");
  other.close();
});

async function twoFreePorts(): Promise<number[]> {
  const servers = [createHttpServer(), createHttpServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => {
            resolve((server.address() as { port: number }).port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

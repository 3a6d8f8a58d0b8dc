// The pages of a gateway that listens on the network, by curl and OpenSSL: its certificate, the way
// from HTTP to HTTPS, sessions of each transport, and another port while it runs.

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningGateway, startGateway } from "../../apps/gateway/src/gateway.ts";
import { freePort } from "../free-port.ts";
import { enter, owner } from "./claimed.ts";
import { mega } from "./mega-process.ts";

let folder: string;
let data: string;
let ports: number[];
let gateway: RunningGateway;
/** This machine as the network sees it. */
const outside = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-https-"));
  data = join(folder, "data");
  ports = [await freePort(), await freePort()];
  gateway = await startGateway({
    dataFolder: data,
    source: { kind: "file", file: configWith({ port: ports[0] }) },
    host: "0.0.0.0",
    logLevel: "silent",
  });
  await enter(gateway.url, gateway.setupCode);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

function configWith(web: { readonly port?: number | undefined; readonly plainHttp?: boolean }) {
  const file = join(folder, "gateway.yaml");
  const lines = Object.entries(web).map(([key, value]) => `${key}: ${value}`);
  writeFileSync(
    file,
    `version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16 }
web: { ${lines.join(", ")} }
`,
  );
  return file;
}

/** Head and body of an answer. */
async function curl(...args: string[]): Promise<{ readonly head: string; readonly body: string }> {
  const trust = ["--cacert", join(data, "https-certificate.pem"), "-sS", "-i", "--max-time", "10"];
  const { stdout } = await promisify(execFile)("curl", [...trust, ...args]);
  const [head = "", ...rest] = stdout.split("\r\n\r\n");
  return { head, body: rest.join("\r\n\r\n") };
}

const at = (scheme: "http" | "https", host: string | undefined, path: string, port = ports[0]) =>
  `${scheme}://${host}:${port}${path}`;
const session = "/api/v1/session";
const json = ["-H", "content-type: application/json", "-d", JSON.stringify(owner)];

/** Logs in and gives the cookie as "name=word". */
async function logIn(url: string): Promise<string> {
  const { head, body } = await curl(...json, url);
  expect(head, body).toMatch(/^HTTP\/1\.1 200 /);
  return /^set-cookie: ([^;]+)/im.exec(head)?.[1] ?? "";
}

test("the fingerprint that is told is that of the certificate that is served", async () => {
  const file = join(data, "https-certificate.pem");
  const shown = execFileSync(
    "openssl",
    ["x509", "-in", file, "-noout", "-fingerprint", "-sha256"],
    {
      encoding: "utf8",
    },
  );
  expect(shown.trim().split("=")[1]).toBe(gateway.certificateFingerprint);
  const { body } = await curl(at("https", outside, session));
  expect(JSON.parse(body)).toMatchObject({
    certificateFingerprint: gateway.certificateFingerprint,
    transport: "https",
  });
  expect(statSync(join(data, "https-key.pem")).mode & 0o777).toBe(0o600);
});

test("from the network HTTP leads to HTTPS, and a login by it is refused unread", async () => {
  const { head } = await curl(at("http", outside, "/channels/1?from=x"));
  expect(head).toMatch(/^HTTP\/1\.1 308 /);
  expect(head).toContain(`location: ${at("https", outside, "/channels/1?from=x")}`);
  const refused = await curl(...json, at("http", outside, session));
  expect(refused.head).toMatch(/^HTTP\/1\.1 403 /);
  expect(JSON.parse(refused.body)).toMatchObject({ code: "FORBIDDEN" });
});

test("browsers are told to come by HTTPS alone, over HTTPS only", async () => {
  const strict = /strict-transport-security: max-age=31536000\r/i;
  const encrypted = await curl(at("https", outside, session));
  expect(`${encrypted.head}\r`).toMatch(strict);
  expect(encrypted.head).not.toMatch(/preload/i);
  expect((await curl(at("http", "127.0.0.1", session))).head).not.toMatch(/strict-transport/i);
});

test("a session of one transport is not taken on another", async () => {
  const byHttps = await logIn(at("https", outside, session));
  expect(byHttps).toMatch(/^__Host-mega=/);
  const byLoopback = await logIn(at("http", "127.0.0.1", session));
  const stateWith = async (url: string, cookie: string) =>
    JSON.parse((await curl("-H", `cookie: ${cookie}`, url)).body).state;
  expect(await stateWith(at("https", outside, session), byHttps)).toBe("logged-in");
  expect(await stateWith(at("http", "127.0.0.1", session), byLoopback)).toBe("logged-in");
  const [plainName = "", plainWord = ""] = byLoopback.split("=");
  const secureWord = byHttps.split("=")[1] ?? "";
  for (const name of [plainName, "__Host-mega"]) {
    expect(await stateWith(at("http", "127.0.0.1", session), `${name}=${secureWord}`)).toBe(
      "anonymous",
    );
    expect(await stateWith(at("https", outside, session), `${name}=${plainWord}`)).toBe(
      "anonymous",
    );
  }
});

test("a saved port is listened on before the old one is given up", async () => {
  const saved = await mega("config", "import", configWith({ port: ports[1] }), "--data", data);
  expect(saved.code, saved.output).toBe(0);
  expect((await curl(at("https", outside, session, ports[1]))).head).toMatch(/^HTTP\/1\.1 200 /);
  await expect(curl(at("https", outside, session))).rejects.toMatchObject({ code: 7 });
  const back = await mega("config", "import", configWith({ port: ports[0] }), "--data", data);
  expect(back.code, back.output).toBe(0);
  expect((await curl(at("https", outside, session))).head).toMatch(/^HTTP\/1\.1 200 /);
});

test("plain HTTP on the network is a choice, without a word of coming by HTTPS alone", async () => {
  const file = configWith({ port: ports[0], plainHttp: true });
  const saved = await mega("config", "import", file, "--data", data);
  expect(saved.code, saved.output).toBe(0);
  const { head, body } = await curl(at("http", outside, session));
  expect(head).toMatch(/^HTTP\/1\.1 200 /);
  expect(JSON.parse(body)).toMatchObject({ transport: "plain" });
  expect((await curl(at("https", outside, session))).head).not.toMatch(/strict-transport/i);
});

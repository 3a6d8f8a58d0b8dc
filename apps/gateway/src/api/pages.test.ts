import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerPages } from "./pages.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-pages-"));
const script = "export const words = 'compteurs';".repeat(100);
let app: FastifyInstance;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>MEGA</title>");
  writeFileSync(join(folder, "index.html.gz"), gzipSync("<title>MEGA</title>"));
  writeFileSync(join(folder, "assets", "index-AbC.js"), script);
  writeFileSync(join(folder, "assets", "index-AbC.js.gz"), gzipSync(script));
  writeFileSync(join(folder, "assets", "index-AbC.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "assets", "small-AbC.js"), "export {};");
  app = Fastify();
  await registerPages(app, folder);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ["gzip, deflate", "gzip", gzipSync(script)],
  ["gzip, deflate, br, zstd", "br", brotliCompressSync(script)],
] as const)("a browser that takes %s gets %s, made beforehand", async (takes, coding, bytes) => {
  const answer = await app.inject({
    url: "/assets/index-AbC.js",
    headers: { "accept-encoding": takes },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-encoding"]).toBe(coding);
  expect(answer.headers["content-type"]).toMatch(/^(text|application)\/javascript/);
  expect(answer.headers.vary).toMatch(/accept-encoding/i);
  expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(answer.rawPayload.equals(bytes)).toBe(true);
});

test("who takes no compression, and a file too small for it, is answered plainly", async () => {
  const plain = await app.inject({ url: "/assets/index-AbC.js" });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body).toBe(script);
  const headers = { "accept-encoding": "gzip, br" };
  const small = await app.inject({ url: "/assets/small-AbC.js", headers });
  expect(small.headers["content-encoding"]).toBeUndefined();
  expect(small.body).toBe("export {};");
});

test("the page itself is asked for each time and sent again only when it has changed", async () => {
  const headers = { "accept-encoding": "gzip" };
  const first = await app.inject({ url: "/counters", headers });
  expect(first.headers["content-encoding"]).toBe("gzip");
  expect(first.headers["cache-control"]).toBe("no-cache");
  const { etag } = first.headers;
  expect(etag).toBeTypeOf("string");
  const again = await app.inject({
    url: "/counters",
    headers: { ...headers, "if-none-match": String(etag) },
  });
  expect(again.statusCode).toBe(304);
  expect(again.body).toBe("");
});

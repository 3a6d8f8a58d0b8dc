import { gunzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressAnswers, takesGzip } from "./compress-answers.ts";

const rows = { rows: Array.from({ length: 128 }, (_, index) => ({ channelNo: index + 1 })) };
let app: FastifyInstance;

beforeAll(() => {
  app = Fastify();
  compressAnswers(app);
  app.get("/counters", { config: { operation: "counters" } }, () => rows);
  app.get("/few", { config: { operation: "counters" } }, () => ({ rows: [] }));
  app.get("/session", { config: { operation: "session" } }, () => rows);
  app.get("/page", () => rows);
});
afterAll(() => app.close());

const gzip = { "accept-encoding": "gzip, deflate, br" };

test("a large table comes as gzip and says the same", async () => {
  const answer = await app.inject({ url: "/counters", headers: gzip });
  expect(answer.headers["content-encoding"]).toBe("gzip");
  expect(answer.headers.vary).toBe("accept-encoding");
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(Number(answer.headers["content-length"])).toBe(answer.rawPayload.length);
  expect(JSON.parse(gunzipSync(answer.rawPayload).toString())).toEqual(rows);
});

test("who takes no gzip is answered plainly, and told that it depends on what he takes", async () => {
  const answer = await app.inject({ url: "/counters" });
  expect(answer.headers["content-encoding"]).toBeUndefined();
  expect(answer.headers.vary).toBe("accept-encoding");
  expect(answer.json()).toEqual(rows);
});

test.each(["/few", "/session", "/page"])("%s is sent as it is", async (url) => {
  const answer = await app.inject({ url, headers: gzip });
  expect(answer.headers["content-encoding"]).toBeUndefined();
});

test.each([
  ["gzip", true],
  ["br;q=1.0, gzip;q=0.8, *;q=0.1", true],
  ["GZIP", true],
  ["gzip;q=0", false],
  ["gzip; q=0.000", false],
  ["br, deflate", false],
  ["x-gzip", false],
  ["", false],
  [undefined, false],
] as const)("who says %s takes gzip: %s", (accepted, takes) => {
  expect(takesGzip(accepted)).toBe(takes);
});

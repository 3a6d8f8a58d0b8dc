import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFastify } from "./create-fastify.ts";
import { installProblemHandlers } from "./problem.ts";

let app: FastifyInstance;
beforeAll(() => {
  app = createFastify({ log: "silent" });
  installProblemHandlers(app);
  const no = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  const below = { type: "integer", maximum: 9 };
  const schema = {
    params: { type: "object", properties: { no } },
    querystring: { type: "object", required: ["no"], properties: { below, no } },
  };
  app.get("/things/:no", { schema }, ({ params, query }) => ({ params, query }));
});
afterAll(() => app.close());

test.each(["1", "17", "9007199254740991"])("%s in an address is a number", async (text) => {
  const answer = await app.inject(`/things/${text}?no=${text}&below=-3`);
  const no = Number(text);
  expect(answer.json()).toEqual({ params: { no }, query: { below: -3, no } });
});

test.each([
  ["1.5", "type"],
  ["1,5", "type"],
  ["1e2", "type"],
  ["0x10", "type"],
  ["%2B2", "type"],
  ["01", "type"],
  ["%203", "type"],
  ["1n", "type"],
  ["true", "type"],
  ["null", "type"],
  ["", "type"],
  ["9007199254740993", "type"],
  ["0", "minimum"],
  ["-1", "minimum"],
])('"%s" in an address is refused by its %s', async (text, code) => {
  const value = decodeURIComponent(text);
  const [inQuery, inPath] = [`/things/1?no=${text}`, `/things/${text}?no=1`];
  for (const [url, pointer] of [
    [inQuery, "/query/no"],
    ...(text === "" ? [] : [[inPath, "/path/no"] as const]),
  ] as const) {
    const answer = await app.inject(url);
    expect(answer.statusCode, url).toBe(400);
    const { detail, errors } = answer.json();
    expect(errors, url).toMatchObject([{ pointer, code, params: { value } }]);
    const allowed = "allowed: a whole number from 1 to 9007199254740991";
    expect(detail).toContain(`no is ${JSON.stringify(value)}; ${allowed}`);
  }
});

test("a refusal names the most that is allowed, and repeats no long text whole", async () => {
  const above = (await app.inject("/things/1?no=1&below=10")).json();
  expect(above.detail).toContain('below is "10"; allowed: a whole number to 9');
  const long = (await app.inject(`/things/1?no=${"9".repeat(5000)}`)).json();
  expect(long.detail.length).toBeLessThan(200);
});

test("a number that is said twice, or is left out, is refused", async () => {
  expect((await app.inject("/things/1?no=1&no=2")).statusCode).toBe(400);
  expect((await app.inject("/things/1")).statusCode).toBe(400);
});

import { GatewayConfigSchema } from "@mega/contract";
import fc from "fast-check";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { schemaProblems } from "./schema-problems.ts";

const valid = {
  version: 1,
  building: { name: "Hollestraat 1", timeZone: "Europe/Brussels" },
  gateway: { model: "MEGA16", mac: "a4cf12b3d4e5", demo: true },
  rounds: { intervalMinutes: 15 },
  buses: [
    { id: "a", link: { kind: "tty", path: "/dev/ttyUSB0", baud: 9600, format: "8E1" } },
    { id: "b", link: { kind: "modbus-tcp", host: "fe80::1%eth0", port: 502 } },
  ],
  p1Ports: [{ id: "p", link: { kind: "tty", path: "/dev/ttyP1", format: "7E1" }, country: "nl" }],
  mqtt: { embedded: {}, brokers: [{ id: "x", url: "mqtts://host.example:8883", password: "" }] },
  meters: [
    { id: "m", profile: "emm220", bus: "a", address: 4, factor: { numerator: 40, denominator: 1 } },
    {
      id: "q",
      profile: "mqtt",
      mqtt: { mac: "a4:cf:12:b3:d4:e5", token: "12345678", pointer: "" },
    },
    { id: "n", profile: "moco", bus: "a", address: 5, inputs: {} },
  ],
  channels: [{ no: 1, name: "Flat", meter: "m", unit: "Wh+", counter2: "none" }],
};

/** Every place of a value: a way of keys and indexes. */
function waysOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, entry]) => waysOf(entry, [...way, key]))];
}

/** A copy with something else at the end of the way. */
function changed(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  // A file cannot set the length of a list.
  if (Array.isArray(value) && key === "length") return value;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const entries = copy as Record<string, unknown>;
  entries[key] = changed(entries[key], rest, other);
  return copy;
}

test("a file is refused exactly where the schema refuses it, at a place that is changed", () => {
  const ways = waysOf(valid);
  const other = fc.oneof(
    fc.constantFrom(undefined, null, "", "tty", "tcp", 0, 1, -1, 4.5, 9600, true, [], {}, [{}]),
    fc.string(),
    fc.integer(),
    fc.jsonValue({ maxDepth: 2 }),
  );
  expect(schemaProblems(GatewayConfigSchema, valid)).toEqual([]);
  fc.assert(
    fc.property(fc.constantFrom(...ways), fc.option(fc.string()), other, (way, key, value) => {
      const place = key === null ? way : [...way, key];
      const config = changed(valid, place, value);
      const problems = schemaProblems(GatewayConfigSchema, config);
      expect(problems.length === 0).toBe(Value.Check(GatewayConfigSchema, config));
      expect(new Set(problems.map(({ path }) => path)).size).toBe(problems.length);
      for (const problem of problems) {
        expect(problem.allowed).not.toMatch(/\^|\\d|undefined/);
        expect(problem.value.length).toBeLessThanOrEqual(1000);
      }
    }),
    { numRuns: 3000 },
  );
});

test("of several forms only the one that is meant is spoken of", () => {
  const link = { kind: "modbus-tcp", host: "a", port: 70_000 };
  const config = { ...valid, buses: [{ id: "a", link }], meters: [] };
  expect(schemaProblems(GatewayConfigSchema, config)).toMatchObject([
    { path: "/buses/0/link/port", value: "70000", allowed: "a whole number from 1 to 65535" },
  ]);
});

test("a kind that is no text at all is one fault", () => {
  const kind = { toString: null };
  const config = { ...valid, buses: [{ id: "a", link: { kind } }], meters: [] };
  expect(schemaProblems(GatewayConfigSchema, config)).toMatchObject([
    {
      path: "/buses/0/link/kind",
      value: "a group of the keys toString",
      allowed: "tty, rtu-over-tcp, modbus-tcp",
    },
  ]);
});

test("a list that is too long is one fault, and never more than a hundred are told", () => {
  const channels = Array.from({ length: 129 }, () => ({}));
  expect(schemaProblems(GatewayConfigSchema, { ...valid, channels })).toMatchObject([
    { path: "/channels", value: "129 entries", allowed: "at most 128 entries" },
  ]);
  const empty = { ...valid, channels: channels.slice(1), meters: channels.slice(1) };
  expect(schemaProblems(GatewayConfigSchema, empty)).toHaveLength(100);
});

test("a fault has a word for pages, with what its sentence needs", () => {
  const channels = [{ no: 0, name: "ab", meter: "M 1", errorMail: "yes", colour: 1 }];
  const gateway = { model: "MEGA17", mac: "zz" };
  const config = { ...valid, gateway, channels, building: {} };
  const said = schemaProblems(GatewayConfigSchema, config).map(({ path, fault }) => [path, fault]);
  expect(Object.fromEntries(said)).toEqual({
    "/building/name": { code: "required" },
    "/gateway/model": {
      code: "choice",
      params: { choices: ["MEGA16", "MEGA32", "MEGA64", "MEGA128"] },
    },
    "/gateway/mac": { code: "form", params: { form: "mac" } },
    "/channels/0/no": { code: "whole", params: { min: 1, max: 128 } },
    "/channels/0/name": { code: "length", params: { min: 4, max: 31 } },
    "/channels/0/meter": { code: "form", params: { form: "name" } },
    "/channels/0/errorMail": { code: "flag" },
    "/channels/0/colour": { code: "unknown-key", params: { key: "colour" } },
  });
});

import { expect, test } from "vitest";
import { readPipeAddress } from "./pipe-address.ts";

test.each([
  ["mqtt://10.0.0.4", { kind: "mqtt", isEncrypted: false, hosts: ["10.0.0.4:1883"] }],
  ["mqtts://broker.example.org:8884", { isEncrypted: true, hosts: ["broker.example.org:8884"] }],
  ["nats://server:w%40rd@a,nats://b:4333", { kind: "nats", hosts: ["a:4222", "b:4333"] }],
  ["tls://a:4222/", { kind: "nats", isEncrypted: true, hosts: ["a:4222"] }],
  ["nats://[fd12::1]:4222", { hosts: ["[fd12::1]:4222"] }],
])("%s is read", (text, expected) => {
  expect(readPipeAddress(text)).toMatchObject(expected);
});

test("the login stands in the first address", () => {
  const { user, password } = readPipeAddress("nats://server:w%40rd@a,nats://b");
  expect([user, password]).toEqual(["server", "w@rd"]);
  expect(readPipeAddress("mqtt://a").user).toBe(undefined);
});

test.each([
  "",
  "broker",
  "https://broker.example.org",
  "mqtt://",
  "mqtt://a,mqtt://b",
  "nats://a,mqtt://b",
  "nats://a,",
  "mqtt://a/topic",
  "mqtt://a?x=1",
  Array.from({ length: 10 }, (_none, no) => `nats://node-${no}`).join(","),
])("%s is refused with what is allowed", (text) => {
  expect(() => readPipeAddress(text)).toThrow(
    expect.objectContaining({
      code: "REQUEST_INVALID",
      message: expect.stringContaining("mqtt://"),
    }),
  );
});

test("a refusal tells no password", () => {
  try {
    readPipeAddress("mqtt://server:secret@a/topic");
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain("secret");
  }
});

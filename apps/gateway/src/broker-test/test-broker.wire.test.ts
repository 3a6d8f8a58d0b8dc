// TEST BROKER against a real Mosquitto: what is refused is told in the broker's own words.

import { createServer, type Server } from "node:net";
import { systemClock } from "@mega/domain";
import { Aedes } from "aedes";
import { afterEach, expect, test } from "vitest";
import { freePort } from "../../../../tests/free-port.ts";
import type { BrokerTarget } from "./broker-target.ts";
import { testBroker } from "./test-broker.ts";
import { brokerLogin, startBroker, type TestBroker } from "./testing/mosquitto-broker.ts";

const clock = systemClock();
let broker: TestBroker | undefined;
let other: Server | undefined;
afterEach(async () => {
  await broker?.stop();
  await new Promise<void>((resolve) =>
    other === undefined ? resolve() : other.close(() => resolve()),
  );
  broker = undefined;
  other = undefined;
});

const run = (target: Partial<BrokerTarget>) =>
  testBroker(
    clock,
    { host: "127.0.0.1", port: 1, tls: false, ...brokerLogin, ...target },
    {
      stepMs: 1500,
    },
  );
const line = (report: Awaited<ReturnType<typeof run>>) =>
  report.steps.map(({ name, state }) => `${name} ${state}`).join(", ");
const said = (report: Awaited<ReturnType<typeof run>>, step: string) =>
  report.steps.find(({ name }) => name === step)?.said;

test("a broker that takes everything passes every step", async () => {
  broker = await startBroker();
  const report = await run({ host: "localhost", port: broker.port });
  expect(line(report)).toBe(
    "resolve ok, connect ok, tls skipped, login ok, subscribe ok, publish ok, unsubscribe ok",
  );
  expect(report).toMatchObject({ passed: true, advice: null });
  expect(said(report, "login")).toBe("CONNACK 0, MQTT 5");
  expect(said(report, "publish")).toMatch(/^PUBACK 0, mega\/test\/[0-9a-f]{16}$/);
});

test("a broker that does not speak MQTT 5 is tried with 3.1.1", async () => {
  const report = await run({ port: await listen(await oldBroker()) });
  expect(report.passed, JSON.stringify(report)).toBe(true);
  expect(said(report, "login")).toBe("CONNACK 0, MQTT 3.1.1");
});

test.each([
  ["nobody in particular", { user: undefined, password: undefined }],
  ["a wrong password", { password: "wrong" }],
  ["a stranger", { user: "stranger" }],
])("a login as %s is refused with the broker's code", async (_who, login) => {
  broker = await startBroker();
  const report = await run({ port: broker.port, ...login });
  expect(line(report)).toBe(
    "resolve ok, connect ok, tls skipped, login failed, subscribe skipped, publish skipped, unsubscribe skipped",
  );
  expect(said(report, "login")).toBe("CONNACK 135: Not authorized");
  expect(report.advice).toBe("check-login");
});

test("a certificate of its own making is shown and not trusted", async () => {
  broker = await startBroker({ tls: true });
  const report = await run({ port: broker.port, tls: true });
  expect(line(report)).toContain("connect ok, tls failed, login skipped");
  expect(said(report, "tls")).toMatch(/^TLSv1\.3, broker\.example: .*SELF_SIGNED/);
  expect(report.advice).toBe("check-broker-trust");
  expect(report.facts["certificate"]).toBe("broker.example (broker.example)");
  expect(report.facts["certificateUntil"]).toMatch(/GMT$/);
});

test("TLS where there is none is told", async () => {
  broker = await startBroker();
  const report = await run({ port: broker.port, tls: true });
  expect(line(report)).toContain("tls failed");
  expect(report.advice).toBe("check-broker-tls");
});

test("a login that may not write the topic is told with the broker's reason", async () => {
  broker = await startBroker({ topics: ["mega/other/#"] });
  const report = await run({ port: broker.port });
  expect(line(report)).toContain("login ok, subscribe ok, publish failed, unsubscribe skipped");
  expect(said(report, "publish")).toMatch(/^PUBACK 135: .*\(mega\/test\//);
  expect(report.advice).toBe("check-broker-topic");
});

test("with MQTT 3.1.1 a message that is dropped is missed", async () => {
  const report = await run({ port: await listen(await oldBroker("elsewhere")) });
  expect(said(report, "publish")).toMatch(/no message came back$/);
  expect(report.advice).toBe("check-broker-topic");
});

test("a port where nobody listens is told at once", async () => {
  const report = await run({ port: await freePort() });
  expect(line(report)).toContain("resolve ok, connect failed, tls skipped, login skipped");
  expect(said(report, "connect")).toMatch(/ECONNREFUSED$/);
  expect(report.advice).toBe("check-port");
});

test.each([
  ["says nothing", false],
  ["hangs up", true],
])("a port that %s ends the login", async (_what, hangsUp) => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    // Its end is seen only while somebody reads.
    socket.resume();
    if (hangsUp) socket.once("data", () => socket.destroy());
  });
  const report = await run({ port: await listen(server) });
  expect(line(report)).toContain("connect ok, tls skipped, login failed");
  expect(report.advice).toBe("check-broker-protocol");
  expect(report.tookMs).toBeLessThan(6000);
});

test("a name that is not found ends the test before anything is sent", async () => {
  const report = await run({ host: "nowhere.invalid" });
  expect(line(report)).toMatch(/^resolve failed, connect skipped/);
  expect(report.advice).toBe("check-host");
});

/** A broker that knows MQTT 3.1.1 only; with a topic it puts every message there. */
async function oldBroker(topic?: string): Promise<Server> {
  const aedes = await Aedes.createBroker({
    authorizePublish(_client, packet, done) {
      if (topic !== undefined) packet.topic = topic;
      done(null);
    },
  });
  return createServer(aedes.handle);
}

async function listen(server: Server): Promise<number> {
  other = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

import { systemClock } from "@mega/domain";
import { afterEach, expect, test } from "vitest";
import { systemTimeOf } from "./system-time.ts";
import { startTimeServer, type TimeServer, type TimeServerManners } from "./testing/time-server.ts";
import { TimeSource } from "./time-source.ts";

let servers: TimeServer[] = [];
afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
});

async function ask(manners: TimeServerManners, names = ["127.0.0.1"]) {
  const server = await startTimeServer(manners);
  servers.push(server);
  const source = new TimeSource({
    clock: systemClock(),
    servers: names,
    port: server.port,
    systemTime: async () => ({ state: "synchronised", said: "NTPSynchronized=yes" }),
  });
  return { source, server, report: await source.test(undefined) };
}

const steps = (report: Awaited<ReturnType<typeof ask>>["report"]) =>
  report.steps.map(({ name, state }) => `${name} ${state}`);

test("a server that agrees passes every step and is kept for display", async () => {
  const { report, source } = await ask({ stratum: 3 });
  expect(steps(report)).toEqual([
    "resolve ok",
    "time-answer ok",
    "stratum ok",
    "offset ok",
    "system-clock ok",
  ]);
  expect(report).toMatchObject({ passed: true, advice: null, facts: { server: "127.0.0.1" } });
  const { latest, system } = await source.state();
  expect(system).toBe("synchronised");
  expect(latest).toMatchObject({ server: "127.0.0.1", stratum: 3 });
  expect(Math.abs(latest?.offsetMs ?? 99)).toBeLessThanOrEqual((latest?.delayMs ?? 0) / 2 + 2);
});

test.each([-86_400_000, -2_500, -1_000, 750, 60_000])(
  "an offset of %i ms is measured to half the way there and back",
  async (offsetMs) => {
    const { report, source } = await ask({ offsetMs });
    const { latest } = await source.state();
    const measured = latest?.offsetMs ?? Number.NaN;
    // The error of RFC 5905 §8 is at most half the delay; both clocks tell whole milliseconds.
    expect(Math.abs(measured - offsetMs)).toBeLessThanOrEqual((latest?.delayMs ?? 0) / 2 + 2);
    expect(report.passed).toBe(Math.abs(offsetMs) < 2000);
    if (!report.passed) expect(report.advice).toBe("check-system-time");
  },
);

test("a slow way back is seen as delay, and half of it as offset", async () => {
  const { source } = await ask({ delayMs: 400 });
  const { latest } = await source.state();
  expect(latest?.delayMs).toBeGreaterThanOrEqual(380);
  expect(Math.abs((latest?.offsetMs ?? 0) + (latest?.delayMs ?? 0) / 2)).toBeLessThan(30);
});

test("garbage before the answer is passed over", async () => {
  const garbage = [new Uint8Array(3), new Uint8Array(48).fill(255), new Uint8Array(1200)];
  expect((await ask({ garbage })).report.passed).toBe(true);
});

test("garbage without end ends the question", async () => {
  const garbage = Array.from({ length: 60 }, () => new Uint8Array(9));
  const { report } = await ask({ garbage, foreignNonce: true });
  expect(report).toMatchObject({ passed: false, advice: "check-udp-123" });
  expect(report.steps[1]?.said).toBe("timeout; 9 bytes");
});

test("a kiss-o'-death is told with its code", async () => {
  const { report } = await ask({ kiss: "DENY" });
  expect(report).toMatchObject({ passed: false, advice: "check-time-kiss" });
  expect(report.steps[1]?.said).toBe("kiss-o'-death DENY");
  expect(steps(report).slice(2)).toEqual(["stratum skipped", "offset skipped", "system-clock ok"]);
});

test("a server that is not synchronised itself is not believed", async () => {
  expect((await ask({ leap: 3 })).report.advice).toBe("check-time-servers");
});

test("a silent server costs three seconds and the next one is asked", async () => {
  const { report, server } = await ask({ silent: true }, ["nowhere.invalid", "127.0.0.1"]);
  expect(server.asked()).toBe(1);
  expect(steps(report)).toEqual([
    "resolve failed",
    "time-answer skipped",
    "resolve ok",
    "time-answer failed",
    "stratum skipped",
    "offset skipped",
    "system-clock ok",
  ]);
  expect(report.advice).toBe("check-udp-123");
});

test("a port where nobody listens is told at once", async () => {
  const server = await startTimeServer({});
  await server.stop();
  const source = new TimeSource({
    clock: systemClock(),
    servers: ["127.0.0.1"],
    port: server.port,
    systemTime: async () => ({ state: "unknown", said: "" }),
  });
  const report = await source.test(undefined);
  expect(report.steps[1]).toMatchObject({ state: "failed", said: "ECONNREFUSED" });
  expect(report.tookMs).toBeLessThan(1500);
});

test("the system's words give its state", () => {
  expect(systemTimeOf("NTP=yes\nNTPSynchronized=yes\n", "")).toEqual({
    state: "synchronised",
    said: "NTP=yes, NTPSynchronized=yes",
  });
  const tracking =
    "A29FC87B,162.159.200.123,4,1795650000.1,0.000012,-0.000001,0.0002,1,0,0,0,0,64.0,Normal";
  expect(systemTimeOf("NTPSynchronized=no\n", tracking)).toEqual({
    state: "not-synchronised",
    said: "NTPSynchronized=no; chrony: stratum 4, 0.000012 s",
  });
  expect(systemTimeOf("", "")).toEqual({ state: "unknown", said: "" });
});

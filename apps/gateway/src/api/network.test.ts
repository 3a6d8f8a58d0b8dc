import { NetworkState, TestReport, TimeState } from "@mega/contract";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiRig } from "./testing/api-rig.ts";
import { smallBuilding } from "./testing/small-building.ts";

let rig: ApiRig;
beforeAll(async () => {
  rig = await smallBuilding();
});
afterAll(() => rig.close());

const put = (body: object) =>
  rig.app.inject({
    method: "PUT",
    url: "/api/v1/network/eth0",
    headers: { host: "localhost" },
    payload: body,
  });

test("a network that nobody manages is shown as the kernel has it", async () => {
  const state = (await rig.get("/network")).json();
  expect(Value.Check(NetworkState, state)).toBe(true);
  expect(state).toMatchObject({ manager: "none", pending: null });
  for (const shown of state.interfaces) expect(shown).toMatchObject({ managed: false });
});

test("its changes are refused and leave no trace but the refusal", async () => {
  const change = { mode: "static", address: "192.168.0.20", prefix: 24 };
  for (const answer of [
    await put(change),
    await rig.post("/network/eth0/freeze"),
    await rig.post("/network/confirm"),
    await rig.post("/network/revert"),
  ]) {
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: "NETWORK_UNMANAGED" });
  }
  expect(
    rig.context.audit.list(1000, 100).filter(({ object }) => object.startsWith("network")),
  ).toEqual([]);
});

test.each([
  [{ mode: "static", address: "::1", prefix: 24 }, "/address"],
  [{ mode: "static", address: "192.168.0.20", prefix: 31 }, "/prefix"],
  [{ mode: "dhcp", dns: ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"] }, "/dns"],
  [{ mode: "bridge" }, "/mode"],
  [{ mode: "dhcp", psk: "secret" }, "/psk"],
])("%j is refused by its form", async (body, pointer) => {
  const answer = await put(body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors[0].pointer).toBe(pointer);
});

test("the clock's state tells the servers asked, and no answer yet", async () => {
  const state = (await rig.get("/time")).json();
  expect(Value.Check(TimeState, state)).toBe(true);
  expect(state).toMatchObject({
    servers: ["0.be.pool.ntp.org", "1.be.pool.ntp.org", "2.be.pool.ntp.org"],
    latest: null,
  });
});

test("a broker that cannot be reached is reported, not refused", async () => {
  const answer = await rig.post("/tests/broker", { url: "mqtt://127.0.0.1:9" });
  expect(answer.statusCode).toBe(200);
  expect(Value.Check(TestReport, answer.json())).toBe(true);
  expect(answer.json()).toMatchObject({ passed: false, advice: "check-port" });
  const slip = await rig.post("/tests/broker", { url: "http://127.0.0.1" });
  expect(slip.json().errors[0]).toMatchObject({ pointer: "/url" });
});

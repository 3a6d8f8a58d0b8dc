// A gateway of its own that publishes to Mosquitto and to its own broker: what stands there when it
// is killed, stopped and started again.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "./mega-process.ts";
import { brokerPassword, type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { keptBy, type Reader, subscribe } from "./mosquitto-clients.ts";

const base = "mega/02000000000a";
const meter = { token: "token-of-meter", mac: "94b555892584" };

let mosquitto: Mosquitto;
let folder: string;
let configFile: string;
let outside: Reader;
let inside: Reader;
let gateway: GatewayProcess;

beforeAll(async () => {
  mosquitto = await startMosquitto([
    { token: meter.token, topics: [`mega/in/${meter.mac}/#`] },
    { token: "gateway", topics: ["mega/02000000000a/#", "homeassistant/#"] },
    { token: "reader", topics: ["mega/02000000000a/#", "homeassistant/#"] },
  ]);
  folder = mkdtempSync(join(tmpdir(), "mega-publish-"));
  configFile = join(folder, "gateway.yaml");
  const ownPort = await freePort();
  outside = { url: mosquitto.url, user: "reader", password: brokerPassword };
  inside = { url: `mqtt://127.0.0.1:${ownPort}`, user: "panel", password: "panel-password" };
  writeFileSync(
    configFile,
    `version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:0a" }
mqtt:
  embedded: { port: ${ownPort} }
  brokers: [{ id: home, url: "${mosquitto.url}", password: ${brokerPassword} }]
  publish:
    - { broker: home, user: gateway, password: ${brokerPassword}, homeAssistant: true }
    - { user: panel, password: panel-password, commands: true }
meters:
  - id: m1
    profile: mqtt
    ratedMaximumPerHour: 100
    mqtt: { broker: home, mac: ${meter.mac}, deviceChannel: 3, token: ${meter.token} }
channels: [{ no: 1, name: Flat 1A, meter: m1 }]
`,
  );
});

afterAll(async () => {
  await gateway?.end();
  await mosquitto.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The meter says its index every quarter of a second, as one that is online. */
function meterSays(index: string): () => void {
  const message = {
    token: meter.token,
    topic: `mega/in/${meter.mac}/3`,
    payload: `{"unit":"kWh","import":"${index}"}`,
  };
  const timer = setInterval(() => void mosquitto.publish(message), 250);
  return () => clearInterval(timer);
}

const status = ({ topic }: { readonly topic: string }) => topic === `${base}/status`;

test("figures come with the first round, and the last will when the gateway is killed", async () => {
  const heard = subscribe(outside, `${base}/#`);
  const silence = meterSays("9634.860");
  gateway = await startGatewayProcess(folder, configFile);
  const state = await heard.first(({ topic }) => topic === `${base}/ch/1/state`);
  silence();
  expect(state.payload).toContain('"import":9634.860,"import_raw":"9634.860"');
  expect(heard.messages.find(status)?.payload).toBe("online");
  await gateway.end("SIGKILL");
  await heard.first((message) => status(message) && message.payload === "offline");
  heard.stop();
});

test("after the start the figures are there again from the ledger, and a stop says offline", async () => {
  const heard = subscribe(outside, `${base}/#`);
  await heard.first((message) => status(message) && message.payload === "offline");
  gateway = await startGatewayProcess(folder, configFile);
  const state = await heard.first((m) => m.topic === `${base}/ch/1/state` && !m.retained);
  expect(state.payload).toContain('"import":9634.860');
  await gateway.end("SIGTERM");
  await heard.first((m) => status(m) && m.payload === "offline" && !m.retained);
  heard.stop();
});

test("readers of the gateway's own broker hear it and can ask, and cannot speak for a meter", async () => {
  gateway = await startGatewayProcess(folder, configFile);
  const heard = subscribe(inside, `${base}/#`);
  await heard.first((message) => status(message) && message.payload === "online");
  expect((await keptBy(inside, `${base}/ch/1/state`)).get(`${base}/ch/1/state`)).toContain(
    '"import":9634.860',
  );
  await heard.publish(`${base}/publish/set`, "x");
  const answer = await heard.first(({ topic }) => topic === `${base}/publish/result`);
  expect(JSON.parse(answer.payload)).toMatchObject({ ok: true });
  await heard.publish(`${base}/ch/1/state`, '{"import":1}');
  await heard.publish(`mega/in/${meter.mac}/3`, '{"unit":"kWh","import":"1"}');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(heard.messages.some(({ payload }) => payload === '{"import":1}')).toBe(false);
  const stranger = subscribe({ ...inside, password: "another" }, `${base}/#`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(stranger.messages).toEqual([]);
  stranger.stop();
  heard.stop();
});

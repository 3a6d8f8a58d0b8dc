// MQTT meters of six makers, carried by Mosquitto or by the gateway's own broker and published by
// mosquitto_pub: what is exported equals what was published, and what is no reading never becomes
// one.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ExportV1, InputList, ReadAnswer } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "./mega-process.ts";
import { brokerPassword, type Mosquitto, startMosquitto } from "./mosquitto.ts";

interface Device {
  readonly channelNo: number;
  readonly profile: string;
  readonly mac: string;
  readonly token: string;
  readonly settings: string;
  readonly topic: string;
  readonly payload: string;
  /** What the export must hold. */
  readonly indexes: readonly string[];
}

const devices: readonly Device[] = [
  {
    channelNo: 1,
    profile: "mqtt",
    mac: "94b555892584",
    token: "token-of-own-form",
    settings: "deviceChannel: 3",
    topic: "mega/in/94b555892584/3",
    payload: '{"unit":"kWh","import":"9634.865","export":"12.5"}',
    indexes: ["9634.865 kWh", "12.500 kWh"],
  },
  {
    channelNo: 2,
    profile: "mqtt-shelly-pro-3em",
    mac: "a4cf12b3d4e5",
    token: "token-of-shelly",
    settings: "topic: flat4",
    topic: "flat4/status/emdata:0",
    payload: '{"id":0,"total_act":4286742.71,"total_act_ret":38.20}',
    indexes: ["4286.742 kWh", "0.038 kWh"],
  },
  {
    channelNo: 3,
    profile: "mqtt-tasmota",
    mac: "a4cf12b3d4e6",
    token: "token-of-tasmota",
    settings: "topic: plug3",
    topic: "tele/plug3/SENSOR",
    payload: '{"Time":"2026-05-02T16:03:11","ENERGY":{"Total":1234.567,"Power":12}}',
    indexes: ["1234.567 kWh"],
  },
  {
    channelNo: 4,
    profile: "mqtt-z2m-water",
    mac: "a4cf12b3d4e7",
    token: "token-of-zigbee",
    settings: "topic: zigbee2mqtt/water",
    topic: "zigbee2mqtt/water",
    payload: '{"battery":87,"water_consumed":87.123}',
    indexes: ["87.123 m3"],
  },
];
/** Two that never say anything that counts. */
const silent = { channelNo: 5, mac: "a4cf12b3d4e8", token: "token-of-retained" };
const foreign = { channelNo: 6, mac: "a4cf12b3d4e9", token: "token-of-liar" };

const endings: (() => Promise<unknown> | unknown)[] = [];
let mosquitto: Mosquitto;

beforeAll(async () => {
  mosquitto = await startMosquitto([
    ...devices.map(({ token, topic, settings }) => ({
      token,
      topics: [topic, `${/topic: (\S+)/.exec(settings)?.[1] ?? topic}/#`, "tele/plug3/#"],
    })),
    ...[silent, foreign].map(({ token, mac }) => ({ token, topics: [`mega/in/${mac}/#`] })),
  ]);
  endings.push(() => mosquitto.stop());
});

afterAll(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function gatewayWith(mqtt: string, broker: string): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), "mega-mqtt-"));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const meters = [
    ...devices.map(
      ({ profile, mac, token, settings }) =>
        `  - { id: m-${mac}, profile: ${profile}, mqtt: { ${broker}mac: ${mac}, token: ${token}, ${settings} } }`,
    ),
    ...[silent, foreign].map(
      ({ mac, token }) =>
        `  - { id: m-${mac}, profile: mqtt, mqtt: { ${broker}mac: ${mac}, token: ${token} } }`,
    ),
  ];
  const channels = [...devices, silent, foreign].map(
    ({ channelNo, mac }) => `  - { no: ${channelNo}, name: Channel ${channelNo}, meter: m-${mac} }`,
  );
  const text = [
    "version: 1",
    "building: { name: Test bench }",
    "gateway: { model: MEGA16 }",
    `mqtt: ${mqtt}`,
    "meters:",
    ...meters,
    "channels:",
    ...channels,
    "",
  ].join("\n");
  const config = join(folder, "gateway.yaml");
  writeFileSync(config, text);
  const gateway = await startGatewayProcess(join(folder, "data"), config);
  endings.push(() => gateway.end());
  return gateway;
}

/** Publishes until the gateway has heard it: it may still be connecting. */
async function publishUntilRead(
  gateway: GatewayProcess,
  channelNo: number,
  publish: () => Promise<unknown>,
): Promise<ReadAnswer["item"]> {
  let item: ReadAnswer["item"] | undefined;
  for (let turn = 0; turn < 100; turn++) {
    await publish();
    item = (await gateway.post<ReadAnswer>(`/channels/${channelNo}/read`)).item;
    if (item.status === "accepted") return item;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`channel ${channelNo} stays ${item?.status} ${item?.reason}\n${gateway.log()}`);
}

function indexesOf(file: ExportV1, channelNo: number): readonly string[] {
  const channel = file.channels.find((entry) => entry.channel === channelNo);
  return (channel?.counters ?? []).flatMap(({ latest, unit }) =>
    latest === null ? [] : [`${latest.index} ${unit.symbol}`],
  );
}

async function expectPublished(gateway: GatewayProcess): Promise<void> {
  const file = await gateway.get<ExportV1>("/export.json");
  for (const { channelNo, indexes } of devices) {
    expect([channelNo, indexesOf(file, channelNo)]).toEqual([channelNo, indexes]);
  }
}

const readItem = async (gateway: GatewayProcess, channelNo: number) =>
  (await gateway.post<ReadAnswer>(`/channels/${channelNo}/read`)).item;

test("Mosquitto carries the meters' messages and the export equals them", async () => {
  const retained = '{"unit":"kWh","import":"777.000","export":"0.000"}';
  const silentTopic = `mega/in/${silent.mac}/1`;
  const { token } = silent;
  await mosquitto.publish({ token, topic: silentTopic, payload: retained, retain: true });
  const broker = `{ id: house, url: "${mosquitto.url}", password: ${brokerPassword} }`;
  const gateway = await gatewayWith(`{ brokers: [${broker}] }`, "broker: house, ");
  for (const device of devices) {
    await publishUntilRead(gateway, device.channelNo, () => mosquitto.publish(device));
  }
  await expectPublished(gateway);

  // A retained message is of any age, and a device cannot speak for another.
  expect(await readItem(gateway, silent.channelNo)).toMatchObject({
    status: "missing",
    reason: "no-message",
  });
  const first = devices[0];
  if (first === undefined) throw new Error("the bench has devices");
  const lie = { ...first, token: foreign.token, payload: retained };
  await mosquitto.publish(lie);
  await readItem(gateway, first.channelNo);
  await expectPublished(gateway);

  // What is no figure is refused with its reason and changes nothing.
  for (const payload of [
    '{"unit":"kWh"}',
    '{"unit":"kWh","import":null,"export":"1.000"}',
    '{"unit":"kWh","import":"-1.000","export":"1.000"}',
    '{"unit":"kWh","import":"text","export":"1.000"}',
    `{"unit":"kWh","import":"1.000","note":"${"x".repeat(5000)}"}`,
    "not JSON",
  ]) {
    await mosquitto.publish({ ...first, payload });
    await readItem(gateway, first.channelNo);
  }
  await expectPublished(gateway);
  const { messages, mqttMeters, connections } = await gateway.get<InputList>("/inputs");
  // A message counts as kept where one of its two counters is good.
  expect(messages).toMatchObject({ refused: 2, oversized: 1, retained: 1 });
  expect(mqttMeters.find(({ meterId }) => meterId === `m-${silent.mac}`)).toMatchObject({
    newestAt: null,
    counts: { retained: 1, kept: 0 },
  });
  expect(connections).toHaveLength(6);
  expect(JSON.stringify(connections)).not.toContain("token-of");
  expect(await gateway.end()).toBe(0);
});

test("the gateway's own broker lets a device in by its token, on its own topics only", async () => {
  const port = await freePort();
  const gateway = await gatewayWith(`{ embedded: { port: ${port} } }`, "");
  const publish = (user: string, topic: string, payload: string) =>
    promisify(execFile)("mosquitto_pub", [
      ...["-h", "127.0.0.1", "-p", String(port), "-u", user, "-P", "any", "-q", "1"],
      ...["-t", topic, "-m", payload],
    ]);
  for (const { channelNo, token, topic, payload } of devices) {
    await publishUntilRead(gateway, channelNo, () => publish(token, topic, payload));
  }
  await expectPublished(gateway);

  await expect(publish("nobody-knows-it", "mega/in/94b555892584/3", "{}")).rejects.toThrow(
    /not authori[sz]ed|bad user name/i,
  );
  const lie = '{"unit":"kWh","import":"1.000","export":"0.000"}';
  await publish(foreign.token, "mega/in/94b555892584/3", lie).catch(() => undefined);
  await readItem(gateway, 1);
  await expectPublished(gateway);
  expect(await readItem(gateway, foreign.channelNo)).toMatchObject({ status: "missing" });
  expect(await gateway.end()).toBe(0);
});

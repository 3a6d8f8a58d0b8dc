// What the gateway publishes, through Mosquitto, as mosquitto_sub and mosquitto_rr see it.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readChannel } from "../../apps/gateway/src/api/rounds.ts";
import type { ApiRig } from "../../apps/gateway/src/api/testing/api-rig.ts";
import {
  displaysAt,
  lastRoundMs,
  smallBuilding,
} from "../../apps/gateway/src/api/testing/small-building.ts";
import type { PublisherPlan } from "../../apps/gateway/src/publish/publish-plan.ts";
import { Publishing } from "../../apps/gateway/src/publish/publishing.ts";
import { brokerPassword, type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { keptBy, type Reader, request, subscribe } from "./mosquitto-clients.ts";

const base = "mega/020000000001";
const hourMs = 3_600_000;

let mosquitto: Mosquitto;
let reader: Reader;
let rig: ApiRig;
let publishing: Publishing;

beforeAll(async () => {
  const topics = ["mega/#", "homeassistant/#", "answers/#"];
  mosquitto = await startMosquitto([
    { token: "gateway", topics },
    { token: "reader", topics },
  ]);
  reader = { url: mosquitto.url, user: "reader", password: brokerPassword };
});
afterAll(() => mosquitto.stop());
beforeEach(async () => {
  rig = await smallBuilding();
});
afterEach(async () => {
  await publishing.stop();
  await rig.close();
});

function planOf(fields: Partial<PublisherPlan> = {}): PublisherPlan {
  return {
    brokerId: "home",
    url: mosquitto.url,
    user: "gateway",
    password: brokerPassword,
    discoveryPrefix: "homeassistant",
    live: true,
    commands: true,
    ...fields,
  };
}

/** Publishes the rig's building; resolves when the first pass is through. */
async function publish(plan: PublisherPlan, context = rig.context): Promise<Publishing> {
  const made = new Publishing({
    ...context,
    plans: [plan],
    latestRound: () => rig.context.runner.latest,
    readChannel: (channelNo) => readChannel(rig.context, channelNo),
    onFailure: (error) => {
      throw error;
    },
  });
  made.start();
  for (let step = 0; made.states().publishers[0]?.latestPass?.state !== "published"; step += 1) {
    if (step > 200) throw new Error(JSON.stringify(made.states()));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return made;
}

test("figures are kept with the exact digits of the index, and silent meters are offline", async () => {
  publishing = await publish(planOf());
  const kept = await keptBy(reader, `${base}/#`);
  expect([...kept.keys()].sort()).toEqual([
    `${base}/bus/state`,
    ...[1, 2, 3, 4].flatMap((no) => [`${base}/ch/${no}/state`, `${base}/ch/${no}/status`]),
    `${base}/ch/5/status`,
    `${base}/status`,
  ]);
  expect(kept.get(`${base}/status`)).toBe("online");
  expect(kept.get(`${base}/ch/1/status`)).toBe("online");
  expect(kept.get(`${base}/ch/5/status`)).toBe("offline");
  expect(kept.get(`${base}/ch/3/state`)).toBe(
    '{"ts":"2026-05-02T16:02:00.000Z","seq":' +
      `${JSON.parse(kept.get(`${base}/ch/3/state`) ?? "{}").seq},` +
      '"ch":3,"unit":"m3","volume":75.760,"volume_raw":"75.760","quality":"actual","age_s":300}',
  );
  expect(kept.get(`${base}/ch/1/state`)).toContain('"import":2288.000,"import_raw":"2288.000"');
});

test("PUB MQTT says how many messages which broker confirmed", async () => {
  publishing = await publish(planOf());
  const { publishers } = await publishing.publishAll();
  // Descriptions of the gateway and five channels, two of the gateway, nine of channels.
  const wanted = { brokerId: "home", state: "published", messages: 17, failed: 0, fault: null };
  expect(publishers).toEqual([wanted]);
  expect(publishing.states().publishers[0]).toMatchObject({ connected: true, base });
});

test("a wrong password is told as such, and nothing counts as published", async () => {
  const made = new Publishing({
    ...rig.context,
    plans: [planOf({ password: "not-the-password" })],
    latestRound: () => undefined,
    readChannel: () => Promise.reject(new Error("not asked")),
    onFailure: () => undefined,
  });
  publishing = made;
  made.start();
  while (made.states().publishers[0]?.fault === null) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const fault = "The broker does not accept the login.";
  expect((await made.publishAll()).publishers).toMatchObject([{ state: "not-connected", fault }]);
});

test("over a meter exchange the published index goes on, over a new period it stays", async () => {
  publishing = await publish(planOf());
  const indexOf = async (channelNo: number) => {
    await publishing.publishAll();
    const kept = await keptBy(reader, `${base}/ch/${channelNo}/state`);
    return /"import":([0-9.]+),"import_raw":"([0-9.]+)"/
      .exec([...kept.values()][0] ?? "")
      ?.slice(1);
  };
  expect(await indexOf(1)).toEqual(["2288.000", "2288.000"]);
  const exchanged = await rig.post("/channels/1/exchanges", {
    kind: "exchanged",
    at: new Date(lastRoundMs + 60_000).toISOString(),
    serialNumber: null,
    counters: [
      { counterId: "import", oldEnd: "2288.100", newStart: "7.000" },
      { counterId: "export", oldEnd: "844.000", newStart: "0.000" },
    ],
    why: "worn out",
    confirmChannelNo: 1,
  });
  expect(exchanged.statusCode, exchanged.body).toBe(201);
  expect(await indexOf(1)).toEqual(["2288.100", "7.000"]);
  rig.displays = { ...displaysAt(lastRoundMs + hourMs), flat: { import: 7.25, export: 0.5 } };
  await rig.round(lastRoundMs + hourMs);
  expect(await indexOf(1)).toEqual(["2288.350", "7.250"]);
  await rig.post("/channels/2/periods", {
    effectiveAt: null,
    index: { kind: "read" },
    confirmChannelNo: 2,
  });
  expect(await indexOf(2)).toEqual(["2288.350", "7.250"]);
});

test("Home Assistant gets a device for each channel, and ids that hang on no name", async () => {
  publishing = await publish(planOf());
  const kept = await keptBy(reader, "homeassistant/#");
  const ids = ["", "_ch1", "_ch2", "_ch3", "_ch4", "_ch5"].map((end) => `mega_020000000001${end}`);
  expect([...kept.keys()].sort()).toEqual(ids.map((id) => `homeassistant/device/${id}/config`));
  const flat = JSON.parse(kept.get("homeassistant/device/mega_020000000001_ch1/config") ?? "");
  expect(flat).toMatchObject({
    dev: { ids: ["mega_020000000001_ch1"], name: "CH1 Flat one", via_device: "mega_020000000001" },
    avty: [{ t: `${base}/status` }, { t: `${base}/ch/1/status` }],
    stat_t: `${base}/ch/1/state`,
    cmps: {
      import: {
        uniq_id: "mega_020000000001_ch1_import",
        dev_cla: "energy",
        stat_cla: "total_increasing",
        unit_of_meas: "kWh",
      },
      power: { dev_cla: "power", unit_of_meas: "W" },
    },
  });
  const water = JSON.parse(kept.get("homeassistant/device/mega_020000000001_ch3/config") ?? "");
  expect(water.cmps.volume).toMatchObject({ dev_cla: "water", unit_of_meas: "m³" });
});

test("what is published no more is deleted at the broker, also after a restart", async () => {
  publishing = await publish(planOf());
  await publishing.stop();
  const { planned } = rig.context;
  const channels = planned.plan.channels.filter(({ channel }) => channel.channelNo !== 2);
  const fewer = { ...rig.context, planned: { ...planned, plan: { ...planned.plan, channels } } };
  publishing = await publish(planOf({ discoveryPrefix: null }), fewer);
  expect((await keptBy(reader, `${base}/ch/2/#`)).size).toBe(0);
  expect((await keptBy(reader, "homeassistant/#")).size).toBe(0);
  expect((await keptBy(reader, `${base}/ch/1/#`)).size).toBe(2);
});

test("all is said again when Home Assistant starts", async () => {
  publishing = await publish(planOf());
  const heard = subscribe(reader, "homeassistant/#");
  await heard.first(({ topic }) => topic.endsWith("_ch5/config"));
  const before = heard.messages.length;
  await mosquitto.publish({ token: "reader", topic: "homeassistant/status", payload: "online" });
  await heard.first(({ topic }) => topic === "homeassistant/status");
  await rig.clock.advanceBy(2500);
  await expect
    .poll(
      () => heard.messages.slice(before).filter(({ topic }) => topic.endsWith("/config")).length,
    )
    .toBe(6);
  heard.stop();
});

test("a command is answered on the topic that was asked for, with its correlation data", async () => {
  publishing = await publish(planOf());
  const read = await request(reader, `${base}/ch/3/read/set`, "answers/reader");
  expect(read).toMatchObject({ topic: "answers/reader", correlation: "ask-7" });
  expect(JSON.parse(read.payload)).toMatchObject({ ok: true, ch: 3, status: "accepted" });
  const unused = await request(reader, `${base}/ch/9/read/set`, "answers/reader");
  expect(JSON.parse(unused.payload)).toMatchObject({ ok: false, code: "CONFLICT" });
  const all = await request(reader, `${base}/publish/set`, "answers/reader");
  expect(JSON.parse(all.payload)).toEqual({ ok: true, messages: 17 });
});

test("nobody has an answer written over what the gateway says, and kept commands do nothing", async () => {
  publishing = await publish(planOf());
  const heard = subscribe(reader, `${base}/#`);
  await heard.first(({ topic }) => topic === `${base}/status`);
  const asked = request(reader, `${base}/ch/3/read/set`, `${base}/status`).catch(() => undefined);
  const result = await heard.first(({ topic }) => topic === `${base}/ch/3/read/result`);
  expect(JSON.parse(result.payload)).toMatchObject({ ok: true });
  const topic = `${base}/publish/set`;
  await mosquitto.publish({ token: "reader", topic, payload: "x", retain: true });
  await publishing.stop();
  const before = heard.messages.length;
  publishing = await publish(planOf());
  await heard.first((m) => m.topic === `${base}/status` && m.payload === "online");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(heard.messages.slice(before).some((m) => m.topic.endsWith("/result"))).toBe(false);
  expect(heard.messages.some((m) => m.topic === `${base}/status` && m.payload[0] === "{")).toBe(
    false,
  );
  await mosquitto.publish({ token: "reader", topic, payload: "", retain: true });
  heard.stop();
  await asked;
});

test("more commands than the limit are refused, and none is heard where they are not allowed", async () => {
  publishing = await publish(planOf());
  const heard = subscribe(reader, `${base}/#`);
  await heard.first(({ topic }) => topic === `${base}/status`);
  const command = { token: "reader", topic: `${base}/publish/set`, payload: "x" };
  for (let count = 0; count < 22; count += 1) await mosquitto.publish(command);
  const refused = await heard.first((m) => m.payload.includes("TOO_MANY_REQUESTS"));
  expect(refused.topic).toBe(`${base}/publish/result`);
  await publishing.stop();
  publishing = await publish(planOf({ commands: false }));
  const before = heard.messages.filter(({ topic }) => topic.endsWith("/result")).length;
  await mosquitto.publish(command);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard.messages.filter(({ topic }) => topic.endsWith("/result")).length).toBe(before);
  heard.stop();
});

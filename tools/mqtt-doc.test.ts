import { readFileSync } from "node:fs";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { expect, test } from "vitest";
import type { CounterReading } from "../apps/gateway/src/acquisition/meter-reading.ts";
import { deliveryOutcomes } from "../apps/gateway/src/acquisition/mqtt/delivery.ts";
import { Mailbox } from "../apps/gateway/src/acquisition/mqtt/mailbox.ts";
import { decimalText } from "../packages/domain/src/quantity/quantity.ts";
import { parseInstant } from "../packages/domain/src/time/calendar.ts";
import type { MqttMeter } from "../packages/profiles/src/mqtt/mqtt-meter.ts";
import { fencesOf, partBelow, rowsOf, sectionsOf } from "./markdown.ts";

const document = readFileSync(new URL("../docs/reference/mqtt-meters.md", import.meta.url), "utf8");
const profiles = loadProfileSet("/nowhere");
const noonMs = parseInstant("2026-05-02T12:00:00Z") ?? Number.NaN;
const intervalMs = 3_600_000;

/** The meter of a line as it would stand below "meters:". */
function meterOf(line: string): MqttMeter {
  const id = /id: ([a-z0-9-]+)/.exec(line)?.[1] ?? "";
  const text = [
    "version: 1",
    "building: { name: Document }",
    "gateway: { model: MEGA16 }",
    "mqtt: { embedded: {} }",
    "meters:",
    line,
    `channels: [{ no: 1, name: Document, meter: ${id} }]`,
  ].join("\n");
  const { meters } = planReadings(parseConfig(text, "document"), profiles);
  const installed = meters.get(id);
  if (installed?.kind !== "mqtt") throw new Error(`${id} is no MQTT meter`);
  return installed.mqtt;
}

const ownMeter = (profile: string) =>
  meterOf(`- { id: m, profile: ${profile}, mqtt: { mac: a4cf12b3d4e5, token: token-of-device } }`);

/** A mailbox with one meter, fed at seconds after noon. */
function bench(meter: MqttMeter) {
  const mailbox = new Mailbox([{ meterId: "m", connectionId: "c", meter }]);
  return {
    send(topic: string, payload: string, second = 0, retained = false) {
      const bytes = new TextEncoder().encode(payload);
      const receivedAtMs = noonMs + second * 1000;
      return mailbox.deliver({ connectionId: "c", topic, payload: bytes, retained, receivedAtMs });
    },
    take(second = 0) {
      const nowMs = noonMs + second * 1000;
      return mailbox.takeForRound("m", { nowMs, maxAgeMs: intervalMs }).counters;
    },
  };
}

/** "import 9634.865 kWh, export 0.000 kWh", without the counters that have no figure. */
function figuresOf(meter: MqttMeter, counters: readonly CounterReading[]): string {
  const figures = counters.flatMap(({ counterId, observed }) => {
    const spec = meter.counters.find((counter) => counter.counterId === counterId);
    if (observed.kind === "none" || spec === undefined) return [];
    const value = decimalText({ amount: observed.count, decimals: spec.decimals });
    const { numerator, denominator } = spec.factor;
    const factor = denominator === 1 ? "" : ` × ${numerator}/${denominator}`;
    return [`${counterId} ${value}${factor} ${spec.keptUnit}`];
  });
  return figures.join(", ") || "nothing";
}

const form = rowsOf(partBelow(document, "The gateway's own form")[0]?.body ?? "");

test.each(form.filter(([profile = ""]) => profile.startsWith("mqtt")))(
  "the own form for %s: %s",
  (profile = "", payload = "", gives = "") => {
    const meter = ownMeter(profile);
    const { send, take } = bench(meter);
    expect(send("mega/in/a4cf12b3d4e5/1", payload)).toBe("kept");
    expect(figuresOf(meter, take())).toBe(gives);
  },
);

test.each(form.filter(([payload = "", , why = ""]) => /^[{i]/.test(payload) && why.endsWith(".")))(
  "the own form does not take %s",
  (payload = "", gives = "", why = "") => {
    const meter = ownMeter("mqtt");
    const { send, take } = bench(meter);
    send("mega/in/a4cf12b3d4e5/1", payload);
    expect(figuresOf(meter, take())).toBe(gives);
    const details = take().flatMap(({ observed }) =>
      observed.kind === "none" ? [`${observed.reason}: ${observed.detail}`] : [],
    );
    expect(details).toContain(`bad-payload: ${why}`);
  },
);

test("the outcomes of a message are those of the code, each told by a message or in words", () => {
  const rows = rowsOf(partBelow(document, "What becomes of a message")[0]?.body ?? "");
  const words = rows.filter((cells) => cells.length === 2).map(([outcome]) => outcome);
  expect(words).toEqual([...deliveryOutcomes]);
});

test("the messages of a device's day have the outcomes that the document tells", () => {
  const section = partBelow(document, "What becomes of a message")[0]?.body ?? "";
  const meter = ownMeter("mqtt");
  const { send, take } = bench(meter);
  const rows = rowsOf(section).filter((cells) => cells.length === 5);
  expect(rows.length).toBeGreaterThan(8);
  for (const [second = "", topic = "", retained, payload = "", outcome] of rows) {
    expect(send(topic, payload, Number(second), retained === "yes"), payload).toBe(outcome);
  }
  const [, second = "", told] = /A round at second (\d+) takes (.+)\.\n/.exec(section) ?? [];
  expect(figuresOf(meter, take(Number(second)))).toBe(told);
});

const others = sectionsOf(document.split("## Devices of other makers")[1] ?? "");
const examples = [{ title: "any", body: document.split("## Any other device")[1] ?? "" }]
  .concat(others.filter(({ level }) => level === 3))
  .flatMap(({ title, body }) =>
    body.split(/^(?=```yaml)/m).flatMap((part) => {
      const [line] = fencesOf(part, "yaml");
      return line === undefined ? [] : [{ title, line: line.trim(), rows: rowsOf(part) }];
    }),
  );

test.each(examples)("$title: $line", ({ line, rows }) => {
  const meter = meterOf(line);
  const { send, take } = bench(meter);
  expect(rows).not.toEqual([]);
  for (const [second, [topic = "", payload = "", gives = ""]] of rows.entries()) {
    send(topic, payload, second);
    expect(figuresOf(meter, take(second)), payload).toBe(gives);
  }
});

test("every MQTT profile is named", () => {
  const names = profiles.all.filter(({ profile }) => profile.kind === "mqtt").map(({ id }) => id);
  const named = new Set(document.match(/\bmqtt(-[a-z0-9]+)*\b/g));
  expect(names.filter((name) => !named.has(name))).toEqual([]);
});

test("the connection shown is a configuration that the gateway takes", () => {
  const [text = ""] = fencesOf(document, "yaml");
  const whole = `version: 1\nbuilding: { name: Doc }\ngateway: { model: MEGA16 }\n${text}`;
  expect(parseConfig(whole, "document").meters).toHaveLength(2);
});

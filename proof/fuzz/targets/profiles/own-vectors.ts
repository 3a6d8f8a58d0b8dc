/**
 * Whether the counts that a profile's vectors expect stand in their words, telegrams and messages, by
 * readers that share no code with the gateway's decoders.
 */

import { configureMqttMeter } from "../../../../packages/profiles/src/mqtt/mqtt-meter.ts";
import type { MqttProfile } from "../../../../packages/profiles/src/mqtt/mqtt-profile.ts";
import type { P1Profile, P1Vector } from "../../../../packages/profiles/src/p1/p1-profile.ts";
import type { MeterProfile, ModbusProfile } from "../../../../packages/profiles/src/profile.ts";
import { isBorneOut } from "../mqtt/own-mailbox.ts";
import { countsBorneOut, linesOf } from "../p1/own-reading.ts";
import { figureOfWords } from "./own-words.ts";

/** The first count that a vector expects and its own evidence does not say; undefined when there is none. */
export function unborneVector(profile: MeterProfile): string | undefined {
  switch (profile.kind) {
    case "modbus":
      return modbusFault(profile);
    case "p1":
      return p1Fault(profile);
    case "mqtt":
      return mqttFault(profile);
    case "manual":
      return undefined;
  }
}

function modbusFault({ counters, vectors }: ModbusProfile): string | undefined {
  for (const { words, expect } of vectors) {
    for (const [name, said] of Object.entries(expect)) {
      const counter = counters[name];
      const figure = counter === undefined ? undefined : figureOfWords(counter, words);
      if (said === null || figure === undefined || figure === plainFigure(said)) continue;
      return `${name} is ${said}, and its words say ${figure}.`;
    }
  }
  return undefined;
}

/** "0012.50 kWh" → "12.5 kWh". */
function plainFigure(said: string): string {
  const [number = "", unit = ""] = said.split(" ");
  const [whole = "", rest = ""] = number.split(".");
  const fraction = rest.replace(/0+$/, "");
  return `${BigInt(whole)}${fraction === "" ? "" : `.${fraction}`} ${unit}`;
}

function p1Fault(profile: P1Profile): string | undefined {
  for (const vector of profile.vectors) {
    for (const [name, said] of Object.entries(vector.expect)) {
      const spec = profile.counters[name];
      if (typeof said !== "number") continue;
      const counts = spec === undefined ? [] : countsBorneOut(profile, spec, linesOfVector(vector));
      if (!counts.includes(BigInt(said))) return `${name} is ${said}, and no line says so.`;
    }
  }
  return undefined;
}

/** The country that a vector says beside its telegram, as the line by which a telegram says it. */
function linesOfVector({ telegram, country }: P1Vector): ReturnType<typeof linesOf> {
  const lines = linesOf(Buffer.from(telegram.join("\r\n"), "latin1"));
  if (country === undefined) return lines;
  const own = lines.filter(([obis]) => obis !== "0-0:96.1.4" && obis !== "1-3:0.2.8");
  return [...own, country === "be" ? ["0-0:96.1.4", ["1"]] : ["1-3:0.2.8", ["50"]]];
}

const nowMs = Date.UTC(2027, 0);

function mqttFault(profile: MqttProfile): string | undefined {
  for (const { settings, messages, expect } of profile.vectors) {
    const meter = configureMqttMeter(profile, settings);
    const sent = messages
      .filter(({ topic }) => meter.routes.some((route) => route.topic === topic))
      .map(({ topic, payload }) => ({
        ...{ topic, payload: Buffer.from(payload), retained: false, receivedAtMs: nowMs },
      }));
    const heard = { messages: sent, nowMs, maxAgeMs: Number.POSITIVE_INFINITY };
    for (const [name, said] of Object.entries(expect)) {
      if (typeof said !== "number") continue;
      const counter = meter.counters.find(({ counterId }) => counterId === name);
      const found = { count: said, takenAtMs: nowMs };
      if (counter !== undefined && isBorneOut(meter, counter, found, heard)) continue;
      return `${name} is ${said}, and no message says so.`;
    }
  }
  return undefined;
}

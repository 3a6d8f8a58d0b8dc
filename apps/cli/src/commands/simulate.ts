/** `mega simulate`: puts a building of a scenario file on the wire until it is stopped. */

import { readFileSync } from "node:fs";
import process from "node:process";
import { MegaError, parseInstant, systemClock } from "@mega/domain";
import { lineOf } from "@mega/gateway";
import { ttyOpener } from "@mega/link";
import { type SimulateSettings, simulate } from "@mega/simulator";
import { type Given, needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { formatMeaning, serialFormat } from "../serial-format.ts";
import { untilStopped } from "../until-stopped.ts";

export const simulateCommand: Command = {
  summary: "Serves a simulated building: buses, P1 ports and MQTT meters.",
  usage: "--scenario FILE [--broker URL] [--port-base N] [--tty DEVICE [--bus NAME]]",
  options: {
    scenario: { form: "text", value: "FILE", meaning: "Scenario (YAML), demo/building.yaml." },
    broker: { form: "text", value: "URL", meaning: "Broker of the MQTT meters; the file's." },
    "port-base": { form: "number", value: "N", meaning: "First TCP port, 0 for free; the file's." },
    host: { form: "text", value: "ADDRESS", meaning: "Where to listen; 127.0.0.1." },
    tty: { form: "text", value: "DEVICE", meaning: "Serial line for one bus, /dev/ttyUSB0." },
    bus: { form: "text", value: "NAME", meaning: "The bus on the serial line, if it has several." },
    baud: { form: "number", value: "N", meaning: "Speed of the line; 9600." },
    format: { form: "text", value: "8N1", meaning: formatMeaning },
    reference: { form: "text", value: "INSTANT", meaning: "What relative times count from; now." },
    profiles: { form: "text", value: "DIR", meaning: "Folder with profiles of your own." },
  },
  async run(given) {
    await simulate(settingsFrom(given), {
      clock: systemClock(),
      print: (line) => void process.stdout.write(`${line}\n`),
      untilStopped,
    });
    return 0;
  },
};

function settingsFrom(given: Given): SimulateSettings {
  return {
    scenarioText: readScenario(needed(given, "scenario")),
    ...optional("brokerUrl", brokerFrom(given)),
    ...optional("portBase", given.number("port-base")),
    ...optional("host", given.text("host")),
    ...optional("line", lineFrom(given)),
    ...optional("referenceMs", referenceFrom(given)),
    ...optional("profilesFolder", given.text("profiles")),
  };
}

function readScenario(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MegaError("CONFIG_UNREADABLE", `${file} cannot be read.`, {
      hint: "Give a scenario file with --scenario; demo/building.yaml is one.",
      context: { value: file },
      cause,
    });
  }
}

function brokerFrom(given: Given): string | undefined {
  const url = given.text("broker");
  if (url === undefined || /^mqtts?:\/\/[^/]+$/.test(url)) return url;
  throw new MegaError("REQUEST_INVALID", `--broker is "${url}"`, {
    hint: "mqtt://HOST:PORT or mqtts://HOST:PORT is allowed.",
  });
}

function referenceFrom(given: Given): number | undefined {
  const text = given.text("reference");
  if (text === undefined) return undefined;
  const referenceMs = parseInstant(text);
  if (referenceMs !== undefined) return referenceMs;
  throw new MegaError("REQUEST_INVALID", `--reference is "${text}"`, {
    hint: "An instant like 2026-11-25T20:00:00Z is allowed.",
  });
}

function lineFrom(given: Given): SimulateSettings["line"] {
  const path = given.text("tty");
  const busId = given.text("bus");
  if (path === undefined) {
    const stray = ["bus", "baud", "format"].find((name) => given.text(name) !== undefined);
    if (stray === undefined) return undefined;
    throw new MegaError("REQUEST_INVALID", `--${stray} is given without --tty`, {
      hint: "Name the serial line with --tty DEVICE.",
    });
  }
  const line = lineOf(given.number("baud"), serialFormat(given));
  return { open: ttyOpener({ path, line }), name: path, ...optional("busId", busId) };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}

/** Reads one meter of a scenario file. */

import type { FieldReader } from "./field-reader.ts";
import type { ReadInstant } from "./instant-form.ts";
import { readFault } from "./read-fault.ts";
import type { Exchange, Load, Place, PlainPayload, PulseInput, ScenarioMeter } from "./scenario.ts";

const idForm = /^[a-z0-9][a-z0-9-]{0,30}$/;
const permille = { min: 0, max: 1000, whole: true };
const faultsMax = 32;
const yearly = { min: 0, max: 10_000_000 };

/** Reads a meter; faults are collected by the reader. */
export function readMeter(reader: FieldReader, readInstant: ReadInstant): ScenarioMeter {
  const inputs = reader.within("inputs");
  const names = inputs.keys;
  const meter: ScenarioMeter = {
    id: reader.text("id", idForm),
    profile: reader.text("profile", idForm),
    place: readPlace(reader),
    serialNumber: reader.text("serialNumber", /^[A-Za-z0-9-]{1,40}$/),
    ...(reader.has("load") ? { load: readLoad(reader.within("load")) } : {}),
    inputs: Object.fromEntries(names.map((name) => [name, readInput(inputs.within(name))])),
    start: reader.numbers("start"),
    rollsOverAt: reader.numbers("rollsOverAt", { min: 1, max: 4_294_967_296 }),
    faults: reader.list("faults", faultsMax).map((fault) => readFault(fault, readInstant)),
    exchanges: reader.list("exchanges", 8).map((one) => readExchange(one, readInstant)),
  };
  if ((meter.load === undefined) === (names.length === 0)) {
    reader.refuse("load", "a load, or inputs in its place");
  }
  const instants = meter.exchanges.map(({ atMs }) => atMs);
  if (instants.some((atMs, index) => index > 0 && atMs <= (instants[index - 1] ?? atMs))) {
    reader.refuse("exchanges", "exchanges in the order of time");
  }
  reader.done();
  return meter;
}

function readPlace(reader: FieldReader): Place {
  if (reader.has("bus")) {
    const address = reader.number("address", { min: 1, max: 247, whole: true });
    return { kind: "bus", bus: reader.text("bus", idForm), address };
  }
  if (reader.has("p1Port")) return { kind: "p1", port: reader.text("p1Port", idForm) };
  const device = reader.within("mqtt");
  const place: Place = {
    kind: "mqtt",
    mac: device.text("mac", /^[0-9a-f]{12}$/),
    deviceChannel: device.numberOr("deviceChannel", { min: 0, max: 255, whole: true }, 1),
    token: device.text("token", /^.{8,255}$/),
    ...(device.has("topic") ? { topic: device.text("topic") } : {}),
    ...(device.has("plain") ? { plain: readPlain(device.within("plain")) } : {}),
    everySeconds: device.numberOr("everySeconds", { min: 1, max: 86_400, whole: true }, 60),
  };
  device.done();
  return place;
}

function readPlain(reader: FieldReader): PlainPayload {
  const plain: PlainPayload = {
    pointer: reader.text("pointer", /^(\/[A-Za-z0-9_]{1,40}){0,8}$/),
    unit: reader.choice("unit", ["kWh", "Wh", "m3", "L"]),
    decimals: reader.number("decimals", { min: 0, max: 6, whole: true }),
  };
  reader.done();
  return plain;
}

function readLoad(reader: FieldReader): Load {
  const kind = reader.kind("kind", [
    "household",
    "common",
    "solar",
    "main",
    "heat",
    "water",
    "gas",
  ]);
  const load = loadOf(kind, reader);
  reader.done();
  return load;
}

function loadOf(kind: Load["kind"], reader: FieldReader): Load {
  switch (kind) {
    case "household": {
      const solar = reader.has("solarYearlyKwh")
        ? { solarYearlyKwh: reader.number("solarYearlyKwh", yearly) }
        : {};
      return { kind, yearlyKwh: reader.number("yearlyKwh", yearly), ...solar };
    }
    case "common":
    case "solar":
    case "heat":
      return { kind, yearlyKwh: reader.number("yearlyKwh", yearly) };
    case "water":
    case "gas":
      return { kind, yearlyM3: reader.number("yearlyM3", yearly) };
    case "main": {
      const feeds = reader.texts("feeds", 128);
      return { kind, feeds, lossPermille: reader.number("lossPermille", permille) };
    }
  }
}

function readInput(reader: FieldReader): PulseInput {
  const input: PulseInput = {
    load: readLoad(reader.within("load")),
    pulsesPerUnit: reader.number("pulsesPerUnit", { min: 1, max: 100_000, whole: true }),
    startCount: reader.numberOr("startCount", { min: 0, max: 4_000_000_000, whole: true }, 0),
  };
  if (input.load.kind === "main") reader.refuse("load", "a load of its own, not main");
  reader.done();
  return input;
}

function readExchange(reader: FieldReader, readInstant: ReadInstant): Exchange {
  const exchange = {
    atMs: reader.instant("at", readInstant),
    serialNumber: reader.text("serialNumber", /^[A-Za-z0-9-]{1,40}$/),
    start: reader.numbers("start"),
  };
  reader.done();
  return exchange;
}

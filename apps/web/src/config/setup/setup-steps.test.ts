import type { GatewayConfig } from "@mega/contract";
import { expect, test } from "vitest";
import { sampleConfig } from "../draft/testing/sample.ts";
import { setupSteps } from "./setup-steps.ts";

const empty: GatewayConfig = {
  version: 1,
  building: { name: "MEGA" },
  gateway: { model: "MEGA32" },
};
const nothing = { isRead: false, isClockSynchronised: false, isPrinted: false };

function open(stored: GatewayConfig, facts = nothing): readonly string[] {
  return setupSteps(stored, facts).flatMap(({ step, done }) => (done ? [] : [step]));
}

test("of a gateway that is new everything is to be done, in the order of the work", () => {
  expect(open(empty)).toEqual(["place", "lines", "channels", "reading", "time", "mail", "print"]);
});

test("a step is done by what is stored, and a reading by what was read", () => {
  const { channels: _channels, meters: _meters, ...lines } = sampleConfig;
  expect(open(lines)).toEqual(["channels", "reading", "time", "mail", "print"]);
  expect(open(sampleConfig, { ...nothing, isClockSynchronised: true })).toEqual([
    "reading",
    "mail",
    "print",
  ]);
  const mail = { server: "smtp.example.org", to: "a@example.org" };
  const facts = { isRead: true, isClockSynchronised: true, isPrinted: true };
  expect(open({ ...sampleConfig, mail }, facts)).toEqual([]);
});

test("channels wait for a line, and the first reading for a channel", () => {
  const waiting = (stored: GatewayConfig) =>
    setupSteps(stored, nothing).flatMap(({ step, waits }) => (waits ? [step] : []));
  expect(waiting(empty)).toEqual(["channels", "reading", "print"]);
  const { channels: _channels, meters: _meters, ...lines } = sampleConfig;
  expect(waiting(lines)).toEqual(["reading", "print"]);
  expect(waiting(sampleConfig)).toEqual(["print"]);
});

test("a building with MQTT meters only needs no bus", () => {
  expect(open({ ...empty, mqtt: { embedded: {} } })).not.toContain("lines");
  const named = { ...empty, channels: [{ no: 1, name: "Apt 0.1" }] };
  expect(open(named)).toContain("channels");
});

import { MegaError } from "@mega/domain";
import { expect, test } from "vitest";
import { parseConfig } from "./load-config.ts";

const valid = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16 }
buses:
  - { id: line, link: { kind: tty, path: /dev/ttyUSB0 } }
meters:
  - { id: m1, profile: sdm630, bus: line, address: 4 }
channels:
  - { no: 1, name: Flat 1A, meter: m1 }
  - { no: 2, name: Flat 1A trip, meter: m1 }
`;

function problemsOf(text: string): { path: string; value: string; allowed: string }[] {
  try {
    parseConfig(text, "test.yaml");
  } catch (error) {
    if (error instanceof MegaError) {
      return error.context["problems"] as { path: string; value: string; allowed: string }[];
    }
    throw error;
  }
  return [];
}

test("a small file becomes an installation with every channel of the model", () => {
  const installation = parseConfig(valid, "test.yaml");
  expect(installation.channels).toHaveLength(16);
  expect(installation.channels[1]?.meter?.id).toBe("m1");
  expect(installation.channels[2]?.meter).toBeNull();
  expect(installation).toMatchObject({
    timeZone: "Europe/Brussels",
    intervalMinutes: 60,
    demo: false,
  });
});

test.each([
  [
    "a model that does not exist",
    valid.replace("MEGA16", "MEGA17"),
    "/gateway/model",
    '"MEGA17"',
    "MEGA16, MEGA32, MEGA64, MEGA128",
  ],
  ["an unknown key", `${valid}extra: 1\n`, "/extra", "1", "this key is not known"],
  [
    "an address out of range",
    valid.replace("address: 4", "address: 248"),
    "/meters/0/address",
    "248",
    "a number <= 247",
  ],
  [
    "a speed no line has",
    valid.replace("/dev/ttyUSB0", "/dev/ttyUSB0, baud: 9601"),
    "/buses/0/link/baud",
    "9601",
    "1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200",
  ],
  [
    "a link of no known kind",
    valid.replace("kind: tty", "kind: pigeon"),
    "/buses/0/link/kind",
    '"pigeon"',
    "tty, rtu-over-tcp, modbus-tcp",
  ],
  [
    "a channel beyond the model",
    valid.replace("no: 2", "no: 17"),
    "/channels/1/no",
    "17",
    "1 to 16 on a MEGA16",
  ],
  [
    "a short name",
    valid.replace("Flat 1A,", "ab,"),
    "/channels/0/name",
    '"ab"',
    "at least 4 characters",
  ],
  [
    "a channel on a meter that is not there",
    valid.replace("meter: m1 }", "meter: m2 }"),
    "/channels/0/meter",
    '"m2"',
    "m1",
  ],
  [
    "a channel number used twice",
    valid.replace("no: 2", "no: 1"),
    "/channels/1/no",
    "1",
    "a name that stands once",
  ],
  [
    "a meter without a place",
    valid.replace(", bus: line, address: 4", ""),
    "/meters/0",
    '"m1"',
    "exactly one of bus with address, p1Port, or mqtt",
  ],
  [
    "an unknown time zone",
    valid.replace("Hollestraat 1", "Hollestraat 1, timeZone: Mars/North"),
    "/building/timeZone",
    '"Mars/North"',
    "an IANA name such as Europe/Brussels",
  ],
])("%s is named with its place, its value and what is allowed", (_, text, path, value, allowed) => {
  expect(problemsOf(text)).toContainEqual({ path, value, allowed });
});

test("an RS485 bus takes 32 meters and refuses the 33rd", () => {
  const meters = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `  - { id: m${index + 1}, profile: sdm630, bus: line, address: ${index + 1} }`,
    ).join("\n");
  const withMeters = (count: number) =>
    valid.replace(/meters:\n[^\n]+/, `meters:\n${meters(count)}`);
  expect(problemsOf(withMeters(32))).toEqual([]);
  expect(problemsOf(withMeters(33))).toEqual([
    { path: "/buses/0", value: "33", allowed: "at most 32 meters on an RS485 bus" },
  ]);
});

test("text that is not YAML is refused with its line", () => {
  expect(problemsOf("version: [1")[0]?.value).toBe("not YAML");
});

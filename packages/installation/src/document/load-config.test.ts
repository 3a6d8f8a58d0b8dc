import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { slip, validConfig } from "../testing/config-slip.ts";
import { faultsOf } from "../testing/faults-of.ts";
import { loadConfig, parseConfig } from "./load-config.ts";

test("a small file becomes an installation with every channel of the model", () => {
  const installation = parseConfig(validConfig, "test.yaml");
  expect(installation.channels).toHaveLength(16);
  expect(installation.channels[1]?.meter?.id).toBe("m1");
  expect(installation.channels[2]?.meter).toBeNull();
  expect(installation).toMatchObject({
    timeZone: "Europe/Brussels",
    intervalMinutes: 60,
    language: "fr",
    demo: false,
  });
});

test("an RS485 bus takes 32 meters and refuses the 33rd", () => {
  const meters = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `  - { id: m${index + 1}, profile: emm220, bus: line, address: ${index + 1} }`,
    ).join("\n");
  const withMeters = (count: number) =>
    validConfig.replace(/meters:\n[\s\S]*?channels/, () => `meters:\n${meters(count)}\nchannels`);
  const faultsWith = (count: number) => faultsOf(() => parseConfig(withMeters(count), "test.yaml"));
  expect(faultsWith(32)).toEqual([]);
  const allowed = "at most 32 meters on an RS485 bus";
  expect(faultsWith(33)).toEqual([{ path: "/buses/0", line: 6, value: "33 meters", allowed }]);
});

test.each(["A4:CF:12:B3:D4:E5", "a4-cf-12-b3-d4-e5", "A4CF.12B3.D4E5", "a4cf12b3d4e5"])(
  "the hardware address %s is kept in one spelling",
  (mac) => {
    const text = slip("mac: a4cf12b3d4e5", `mac: "${mac}"`).replace(
      "MEGA16",
      `MEGA16, mac: "${mac}"`,
    );
    const installation = parseConfig(text, "test.yaml");
    expect(installation.meters[1]?.mqtt?.mac).toBe("a4cf12b3d4e5");
    expect(installation.mac).toBe("a4:cf:12:b3:d4:e5");
  },
);

test("a token, a password and a log-in in an address are never repeated", () => {
  const texts = [
    slip("a-token-of-its-own", "secret7"),
    slip("a-token-of-its-own", "[secret7]"),
    slip("token: a-token", "tokken: secret7-a-token"),
    slip("{ mac: a4cf12b3d4e5, token: a-token-of-its-own }", "[secret7]"),
    slip("  embedded: {}", "  brokers: [{ id: b, url: 'mqtt://me:secret7@host' }]"),
    slip("  embedded: {}", "\tpassword: secret7"),
  ];
  for (const text of texts) {
    const faults = faultsOf(() => parseConfig(text, "test.yaml"));
    expect(faults).not.toEqual([]);
    expect(JSON.stringify(faults)).not.toContain("secret7");
  }
});

test("a file that is not there, that is a folder or too large is named with the reason", () => {
  const folder = mkdtempSync(join(tmpdir(), "mega-config-"));
  try {
    const missing = join(folder, "none.yaml");
    const unreadable = expect.objectContaining({ code: "CONFIG_UNREADABLE" });
    expect(() => loadConfig(missing)).toThrow(unreadable);
    expect(() => loadConfig(missing)).toThrow(/none\.yaml cannot be read: there is no such file/);
    expect(() => loadConfig(folder)).toThrow(/cannot be read: it is a folder/);
    const large = join(folder, "large.yaml");
    writeFileSync(large, `${validConfig}#${"x".repeat(1_000_000)}`);
    expect(() => loadConfig(large)).toThrow(/large\.yaml cannot be read: it has \d+ bytes/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

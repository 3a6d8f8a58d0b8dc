import type { NetworkChange, NetworkInterface } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { expect, test } from "vitest";
import { planChange } from "./change-rules.ts";

const lan: NetworkInterface = {
  name: "eth0",
  kind: "lan",
  managed: true,
  mac: null,
  state: "connected",
  mode: "dhcp",
  address: "192.168.0.57",
  prefix: 24,
  gateway: "192.168.0.1",
  dns: [],
  ssid: null,
  keySet: false,
  rssiDbm: null,
  signalPercent: null,
};
const wifi: NetworkInterface = {
  ...lan,
  name: "wlan0",
  kind: "wifi",
  address: "192.168.0.58",
  ssid: "cellar",
  keySet: true,
};
const fixed: NetworkChange = { mode: "static", address: "192.168.0.20", prefix: 24 };

/** The pointer that is refused, with its code; "" when the change is taken. */
function refusal(asked: NetworkChange, target = lan, all = [lan, wifi]): string {
  try {
    planChange(asked, target, all);
    return "";
  } catch (error) {
    if (!(error instanceof MegaError)) throw error;
    const [field] = error.context["errors"] as { pointer: string; code: string }[];
    return `${field?.pointer} ${field?.code}`;
  }
}

test.each<[NetworkChange, string]>([
  [fixed, ""],
  [{ mode: "static", address: "192.168.0.20", mask: "255.255.255.0" }, ""],
  [{ ...fixed, mask: "255.255.0.0" }, "/mask not-allowed"],
  [{ mode: "static", address: "192.168.0.20" }, "/prefix required"],
  [{ mode: "static", address: "192.168.0.20", mask: "255.0.255.0" }, "/mask not-allowed"],
  [{ mode: "static", prefix: 24 }, "/address required"],
  [{ ...fixed, address: "192.168.0.255" }, "/address not-allowed"],
  [{ ...fixed, address: "192.168.0.58" }, "/address not-allowed"],
  [{ ...fixed, gateway: "192.168.1.1" }, "/gateway not-allowed"],
  [{ ...fixed, gateway: "192.168.0.1", dns: ["8.8.8.8"] }, ""],
  [{ ...fixed, dns: ["8.8.8.8", "127.0.0.999"] }, "/dns/1 not-allowed"],
  [{ mode: "dhcp" }, ""],
  [{ mode: "off" }, "/mode not-allowed"],
])("a cable: %j → %s", (asked, wanted) => {
  expect(refusal(asked)).toBe(wanted);
});

test.each<[NetworkChange, string]>([
  [{ mode: "dhcp" }, ""],
  [{ mode: "dhcp", ssid: "attic" }, "/key required"],
  [{ mode: "dhcp", ssid: "attic", key: null }, ""],
  [{ mode: "dhcp", ssid: "attic", key: "seven77" }, "/key not-allowed"],
  [{ mode: "dhcp", ssid: "attic", key: "two\nlines of key" }, "/key not-allowed"],
  [{ mode: "dhcp", ssid: "two\nlines", key: null }, "/ssid not-allowed"],
  [{ mode: "dhcp", ssid: "é".repeat(17), key: null }, "/ssid not-allowed"],
  [{ mode: "off" }, ""],
])("Wi-Fi: %j → %s", (asked, wanted) => {
  expect(refusal(asked, wifi)).toBe(wanted);
});

test("Wi-Fi stays on while it is the only way in", () => {
  expect(refusal({ mode: "off" }, wifi, [{ ...lan, address: null }, wifi])).toBe(
    "/mode not-allowed",
  );
});

test("a key that is refused is not repeated", () => {
  expect(() => planChange({ mode: "dhcp", key: "hush" }, wifi, [wifi])).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hush") }),
  );
});

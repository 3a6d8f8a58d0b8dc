// What nmcli, the kernel and iw print, as it was recorded; there is no radio in the tests' network.

import { expect, test } from "vitest";
import { devicesOf, interfaceOf } from "./device-list.ts";
import { blocksOf, columnsOf, propertiesOf } from "./nmcli-text.ts";
import { levelIn, signalIn } from "./signal.ts";
import { gatewaysIn, nameServersIn } from "./unmanaged.ts";

const devices = `GENERAL.DEVICE:wlan0
GENERAL.TYPE:wifi
GENERAL.HWADDR:E8:9F:6D:76:65:C5
GENERAL.STATE:100 (connected)
GENERAL.CON-UUID:0ca35696-b8cc-369a-8c8a-ca53053cbaf7
IP4.ADDRESS[1]:192.168.0.30/24
IP4.GATEWAY:192.168.0.1
IP4.DNS[1]:192.168.0.1
IP4.DNS[2]:8.8.8.8

GENERAL.DEVICE:eth0
GENERAL.TYPE:ethernet
GENERAL.HWADDR:E8:9F:6D:76:65:C4
GENERAL.STATE:20 (unavailable)
GENERAL.CON-UUID:
IP4.GATEWAY:
WIRED-PROPERTIES.CARRIER:off

GENERAL.DEVICE:lo
GENERAL.TYPE:loopback
GENERAL.STATE:100 (connected (externally))
`;
const profile = propertiesOf(
  "ipv4.method:auto\n802-11-wireless.ssid:Cellar: 2\n802-11-wireless-security.key-mgmt:wpa-psk\n",
);

test("cables and radios are told from the rest, in the order of their names", () => {
  expect(devicesOf(blocksOf(devices)).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "eth0 lan",
    "wlan0 wifi",
  ]);
});

test("a radio that is joined shows its network and strength, and no key", () => {
  const [, radio] = devicesOf(blocksOf(devices));
  if (radio === undefined) throw new Error("no radio");
  const signal = { dbm: -56, percent: 71 };
  expect(interfaceOf(radio, profile, { wifiOn: true, signal })).toEqual({
    name: "wlan0",
    kind: "wifi",
    managed: true,
    mac: "e8:9f:6d:76:65:c5",
    state: "connected",
    mode: "dhcp",
    address: "192.168.0.30",
    prefix: 24,
    gateway: "192.168.0.1",
    dns: ["192.168.0.1", "8.8.8.8"],
    ssid: "Cellar: 2",
    keySet: true,
    rssiDbm: -56,
    signalPercent: 71,
  });
  expect(interfaceOf(radio, profile, { wifiOn: false, signal })).toMatchObject({
    state: "off",
    mode: "off",
    rssiDbm: null,
    signalPercent: null,
  });
});

test("a cable that is out shows no link and no address", () => {
  const [cable] = devicesOf(blocksOf(devices));
  if (cable === undefined) throw new Error("no cable");
  const signal = { dbm: null, percent: null };
  expect(interfaceOf(cable, null, { wifiOn: false, signal })).toMatchObject({
    state: "no-link",
    mode: "unknown",
    address: null,
    prefix: null,
    gateway: null,
    dns: [],
  });
});

test("columns of a table keep colons and backslashes that are escaped", () => {
  expect(columnsOf("a\\:b:c\\\\d:")).toEqual(["a:b", "c\\d", ""]);
});

test("the kernel and iw tell the strength, and 0 is not one", () => {
  const wireless = `Inter-| sta-|   Quality        |   Discarded packets
 face | tus | link level noise |  nwid  crypt   frag
 wlan0: 0000   54.  -56.  -256        0      0      0
 wlan1: 0000    0.    0.     0        0      0      0
`;
  expect(levelIn(wireless, "wlan0")).toBe(-56);
  expect(levelIn(wireless, "wlan1")).toBeNull();
  expect(levelIn(wireless, "wlan")).toBeNull();
  expect(signalIn("Connected to 00:11 (on wlan0)\n\tsignal: -52 dBm\n")).toBe(-52);
  expect(signalIn("Not connected.\n")).toBeNull();
});

test("the kernel's routes and the resolver's file give gateway and name servers", () => {
  const routes = `Iface\tDestination\tGateway \tFlags
eth0\t00000000\t0100A8C0\t0003
eth0\t0000A8C0\t00000000\t0001
wlan0\t00000000\t00000000\t0001
`;
  expect([...gatewaysIn(routes)]).toEqual([["eth0", "192.168.0.1"]]);
  expect(
    nameServersIn("# x\nnameserver 8.8.8.8\nnameserver fe80::1\nnameserver 1.1.1.1\n"),
  ).toEqual(["8.8.8.8", "1.1.1.1"]);
});

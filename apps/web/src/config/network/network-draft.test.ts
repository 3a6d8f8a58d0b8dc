import type { NetworkInterface } from "@mega/contract";
import { expect, test } from "vitest";
import { draftOf, outcomeOf, withAddress } from "./network-draft.ts";

const leased: NetworkInterface = {
  name: "eth0",
  kind: "lan",
  managed: true,
  mac: "e8:9f:6d:76:65:c4",
  state: "connected",
  mode: "dhcp",
  address: "192.168.0.57",
  prefix: 24,
  gateway: "192.168.0.1",
  dns: ["192.168.0.1"],
  ssid: null,
  keySet: false,
  rssiDbm: null,
  signalPercent: null,
};
const radio: NetworkInterface = {
  ...leased,
  name: "wlan0",
  kind: "wifi",
  ssid: "cellar",
  keySet: true,
};

test("nothing typed is no change", () => {
  expect(outcomeOf(draftOf(leased), leased)).toEqual({ kind: "same" });
  const fixed = { ...leased, mode: "static" } as const;
  expect(outcomeOf(draftOf(fixed), fixed)).toEqual({ kind: "same" });
});

test("an address typed over a lease makes it a fixed one with the lease's name servers", () => {
  expect(outcomeOf(withAddress(draftOf(leased), "192.168.0.20", leased), leased)).toEqual({
    kind: "change",
    change: {
      mode: "static",
      address: "192.168.0.20",
      mask: "255.255.255.0",
      gateway: "192.168.0.1",
      dns: ["192.168.0.1"],
    },
  });
});

test("an address with its prefix fills the mask", () => {
  const draft = withAddress(draftOf(leased), " 10.0.4.2/20 ", leased);
  expect(draft).toMatchObject({ address: "10.0.4.2", mask: "255.255.240.0", dhcp: false });
});

test("0.0.0.0 means DHCP, OFF means off for Wi-Fi and nothing for a cable", () => {
  const fixed = { ...leased, mode: "static" } as const;
  const toDhcp = withAddress(draftOf(fixed), "0.0.0.0", fixed);
  expect(outcomeOf(toDhcp, fixed)).toEqual({
    kind: "change",
    change: { mode: "dhcp", dns: [] },
  });
  const off = withAddress(draftOf(radio), "off", radio);
  expect(outcomeOf(off, radio)).toEqual({ kind: "change", change: { mode: "off" } });
  expect(outcomeOf(withAddress(draftOf(leased), "OFF", leased), leased)).toMatchObject({
    kind: "faults",
    faults: { address: "address" },
  });
});

test.each([
  [{ mask: "255.0.255.0" }, { mask: "mask" }],
  [{ mask: "255.255.255.252", address: "192.168.0.20" }, { address: "address" }],
  [{ address: "192.168.0.255" }, { address: "address" }],
  [{ gateway: "192.168.1.1" }, { gateway: "gateway" }],
  [{ gateway: "192.168.0.20" }, { gateway: "gateway" }],
  [{ dns: "8.8.8.8, eight" }, { dns: "dns" }],
  [{ dns: "1.1.1.1 2.2.2.2 3.3.3.3 4.4.4.4" }, { dns: "dns" }],
])("%j is refused beside its field", (typed, faults) => {
  const draft = { ...draftOf(leased), dhcp: false, address: "192.168.0.20", ...typed };
  expect(outcomeOf(draft, leased)).toEqual({ kind: "faults", faults });
});

test("a new Wi-Fi network needs its key or to be open; the present one keeps its key", () => {
  const other = { ...draftOf(radio), ssid: "attic" };
  expect(outcomeOf(other, radio)).toEqual({ kind: "faults", faults: { key: "keyNeeded" } });
  expect(outcomeOf({ ...other, key: "short" }, radio)).toMatchObject({ faults: { key: "key" } });
  expect(outcomeOf({ ...other, key: "long enough" }, radio)).toMatchObject({
    change: { mode: "dhcp", ssid: "attic", key: "long enough" },
  });
  expect(outcomeOf({ ...other, open: true }, radio)).toMatchObject({ change: { key: null } });
  const fixed = withAddress(draftOf(radio), "192.168.0.30", radio);
  const outcome = outcomeOf(fixed, radio);
  expect(outcome).toMatchObject({ change: { ssid: "cellar" } });
  expect(outcome.kind === "change" && "key" in outcome.change).toBe(false);
});

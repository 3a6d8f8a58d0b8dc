// The network against a real NetworkManager: leases, fixed addresses, what is confirmed and what
// goes back. The trial's clock runs fast; NetworkManager's own does not.

import { readdirSync, readFileSync } from "node:fs";
import type { NetworkChange } from "@mega/contract";
import { type Clock, type MegaError, systemClock } from "@mega/domain";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditLog } from "../../apps/gateway/src/audit/audit-log.ts";
import type { NetworkControl } from "../../apps/gateway/src/network/network-control.ts";
import { NetworkManager } from "../../apps/gateway/src/network/network-manager.ts";
import { openNetwork } from "../../apps/gateway/src/network/open-network.ts";
import {
  type NetworkStage,
  stageMac,
  stageNetwork,
  startNetworkStage,
} from "../../apps/gateway/src/network/testing/network-stage.ts";
import {
  type GatewayDatabase,
  openGatewayDatabase,
} from "../../apps/gateway/src/store/gateway-database.ts";

const FASTER = 30;
const real = systemClock();
const fast: Clock = {
  ...real,
  monotonicMs: () => real.monotonicMs() * FASTER,
  setTimer: (delayMs, callback) => real.setTimer(delayMs / FASTER, callback),
};
const fixed = `${stageNetwork.prefix}20`;
const toFixed = {
  mode: "static" as const,
  address: fixed,
  prefix: 24,
  gateway: stageNetwork.gateway,
  dns: ["8.8.8.8", "1.1.1.1"],
} satisfies NetworkChange;

let stage: NetworkStage;
let database: GatewayDatabase;
let audit: AuditLog;
let network: NetworkControl;
let failures: unknown[];

beforeAll(async () => {
  stage = await startNetworkStage(real);
});
afterAll(() => stage.stop());
beforeEach(() => {
  failures = [];
  database = openGatewayDatabase(":memory:");
  audit = new AuditLog(database, real);
  network = open();
  network.start();
});
afterEach(async () => {
  await network.stop();
  database.close();
  expect(failures).toEqual([]);
});

function open(): NetworkControl {
  const onFailure = (error: unknown) => failures.push(error);
  return openNetwork({ clock: fast, database, audit, nmcli: stage.nmcli, onFailure });
}

async function eth7() {
  const { interfaces } = await network.state();
  const found = interfaces.find(({ name }) => name === "eth7");
  if (found === undefined) throw new Error("eth7 is not there");
  return found;
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never came to this: ${what}; it is ${JSON.stringify(await network.state())}`);
}

const hasLease = async () => {
  const { mode, state, address } = await eth7();
  return mode === "dhcp" && state === "connected" && address !== null && address !== fixed;
};
const hasFixed = async () => {
  const { mode, state, address } = await eth7();
  return mode === "static" && state === "connected" && address === fixed;
};
const nothingPending = async () => (await network.state()).pending === null;
const ownProfiles = async () => {
  const { stdout } = await stage.nmcli(["-g", "NAME", "connection", "show"]);
  return stdout.split("\n").filter((name) => name.startsWith("mega-eth7-"));
};

test("a lease is shown with everything that came with it", async () => {
  const { manager, pending } = await network.state();
  expect({ manager, pending }).toEqual({ manager: "network-manager", pending: null });
  expect(await eth7()).toEqual({
    name: "eth7",
    kind: "lan",
    managed: true,
    mac: stageMac,
    state: "connected",
    mode: "dhcp",
    address: expect.stringMatching(/^192\.168\.77\.(5\d|60)$/),
    prefix: 24,
    gateway: stageNetwork.gateway,
    dns: [stageNetwork.gateway],
    ssid: null,
    keySet: false,
    rssiDbm: null,
    signalPercent: null,
  });
});

test("a fixed address that nobody confirms goes back to the lease", async () => {
  const answer = await network.change("eth7", toFixed);
  expect(answer).toMatchObject({ address: fixed, pending: { needs: "link", rollsBackAt: null } });
  await until("fixed", hasFixed);
  await until("counting", async () => {
    return (await network.state()).pending?.needs === "confirmation";
  });
  expect((await network.state()).pending?.rollsBackAt).not.toBeNull();
  await until("back", async () => (await nothingPending()) && (await hasLease()));
  expect(await ownProfiles()).toEqual([]);
  expect(audit.list(10, 10)).toMatchObject([
    { actor: "gateway", action: "network-rolled-back", object: "network:eth7" },
  ]);
});

test("only who reached the new address confirms it, and then it stays", async () => {
  await network.change("eth7", toFixed);
  await until("fixed", hasFixed);
  await expect(network.confirm(`${stageNetwork.prefix}50`)).rejects.toMatchObject({
    code: "CONFLICT",
    context: { address: fixed },
  });
  await network.confirm(fixed);
  expect(await nothingPending()).toBe(true);
  // Longer than the trial would have been.
  await new Promise((resolve) => setTimeout(resolve, 210_000 / FASTER));
  expect(await eth7()).toMatchObject({ address: fixed, dns: ["8.8.8.8", "1.1.1.1"] });
  expect(await ownProfiles()).toHaveLength(1);
  await expect(network.confirm(fixed)).rejects.toMatchObject({ code: "CONFLICT" });
});

test("DHCP asked for without a cable is kept and takes a lease when the cable comes", async () => {
  await stage.cable(false);
  await until("no link", async () => (await eth7()).state === "no-link");
  const answer = await network.change("eth7", { mode: "dhcp" });
  expect(answer).toEqual({ address: null, pending: null });
  await new Promise((resolve) => setTimeout(resolve, 210_000 / FASTER));
  expect(await eth7()).toMatchObject({ mode: "dhcp", state: "no-link" });
  await stage.cable(true);
  await until("lease", hasLease);
});

test("without a cable a fixed address waits, and its time begins with the cable", async () => {
  await stage.cable(false);
  await until("no link", async () => (await eth7()).state === "no-link");
  await network.change("eth7", toFixed);
  await new Promise((resolve) => setTimeout(resolve, 210_000 / FASTER));
  expect((await network.state()).pending).toMatchObject({ needs: "link", rollsBackAt: null });
  await stage.cable(true);
  await until("fixed", hasFixed);
  await until("back", async () => (await nothingPending()) && (await hasLease()));
});

test("a trial goes on after a restart of the gateway", async () => {
  await network.change("eth7", toFixed);
  await until("fixed", hasFixed);
  await network.stop();
  network = open();
  network.start();
  expect((await network.state()).pending).toMatchObject({ interface: "eth7", address: fixed });
  await until("back", async () => (await nothingPending()) && (await hasLease()));
});

test("a change on trial can be replaced and taken back, always to where it began", async () => {
  const { address } = await eth7();
  const before = await ownProfiles();
  await network.change("eth7", toFixed);
  await until("fixed", hasFixed);
  const other = { ...toFixed, address: `${stageNetwork.prefix}21` };
  await network.change("eth7", other);
  await until("the other", async () => (await eth7()).address === other.address);
  await network.revert();
  await until("back", hasLease);
  expect((await eth7()).address).toBe(address);
  expect(await ownProfiles()).toEqual(before);
});

test("a lease that is frozen is the same address, fixed, once it is confirmed", async () => {
  const { address } = await eth7();
  const answer = await network.freeze("eth7");
  expect(answer.address).toBe(address);
  await until("fixed", async () => (await eth7()).mode === "static");
  await network.confirm(address);
  expect(await eth7()).toMatchObject({ mode: "static", address, gateway: stageNetwork.gateway });
  await expect(network.freeze("eth7")).rejects.toMatchObject({ code: "CONFLICT" });
  await network.change("eth7", { mode: "dhcp" });
  await until("lease", hasLease);
});

test("a Wi-Fi key gets into the profile and into no argument, no answer and no error", async () => {
  const manager = new NetworkManager({
    nmcli: stage.nmcli,
    nowMs: () => real.nowMs(),
    signalDbm: async () => null,
  });
  const key = 'a "key" with \\ and : ';
  const wifi = { ssid: "Büro: a\\b", key: { kind: "typed", value: `${key}end` } } as const;
  const change = { interfaceName: "wlan7", kind: "wifi", ip: { kind: "dhcp" }, dns: [] } as const;
  const seen = watchArguments(key);
  const uuid = await manager.prepare({ ...change, wifi }, null);
  expect(seen.stop()).toBe(false);
  const shown = ["-s", "-t", "-f", "802-11-wireless-security.psk,802-11-wireless.ssid"];
  const stdout = `802-11-wireless-security.psk:${wifi.key.value}\n802-11-wireless.ssid:${wifi.ssid}\n`;
  // On a crowded machine NetworkManager is asked for the secret before it has it at hand.
  await until("profile", async () => {
    const told = await stage.nmcli([...shown, "connection", "show", "uuid", uuid]);
    return told.stdout === stdout;
  });
  const keeps = { ...change, wifi: { ssid: wifi.ssid, key: { kind: "kept" } } } as const;
  const copy = await manager.prepare(keeps, uuid);
  expect((await stage.nmcli([...shown, "connection", "show", "uuid", copy])).stdout).toBe(stdout);
  const bad = { ...wifi, key: { kind: "typed", value: "secret7" } } as const;
  const refusal = await manager
    .prepare({ ...change, wifi: bad }, null)
    .catch((error: MegaError) => `${error.code} ${error.message}`);
  expect(refusal).toContain("NETWORK_REFUSED");
  expect(refusal).not.toContain("secret7");
  const left = (await stage.nmcli(["-g", "NAME", "connection", "show"])).stdout;
  expect(left.match(/mega-wlan7/g)).toHaveLength(2);
  await manager.sweep("wlan7", []);
});

test("without NetworkManager the kernel's view is shown and nothing is changed", async () => {
  const pid = (await stage.run("cat", "/run/manager.pid")).trim();
  await stage.run("kill", "-TERM", pid);
  await until("none", async () => (await network.state()).manager === "none");
  await expect(network.change("eth7", toFixed)).rejects.toMatchObject({
    code: "NETWORK_UNMANAGED",
  });
});

/** Looks at the arguments of every process until it is stopped; tells whether the text was there. */
function watchArguments(text: string) {
  let found = false;
  const timer = setInterval(() => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        found ||= readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        // It ended meanwhile.
      }
    }
  }, 1);
  return {
    stop(): boolean {
      clearInterval(timer);
      return found;
    },
  };
}

// The network paragraph of CONFIG in Chromium, over the demo's gateway; what the gateway tells of the
// network is told by the test, because a demo leaves the machine's network alone.

import type { NetworkInterface, NetworkState } from "@mega/contract";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { owner } from "../gateway/claimed.ts";
import { beyondOf, faultsOf } from "./close-look.ts";
import type { Visit } from "./stage.ts";
import { stageDemo } from "./staged-demo.ts";

const HOUR_MS = 3_600_000;
const on = stageDemo(2 * HOUR_MS);

const lan: NetworkInterface = {
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
const wifi: NetworkInterface = {
  ...lan,
  name: "wlan0",
  kind: "wifi",
  mode: "static",
  address: "192.168.0.30",
  ssid: "cellar",
  keySet: true,
  rssiDbm: -56,
  signalPercent: 71,
};

/** A page whose gateway tells this network; what the page asks for is written down. */
async function open(state: NetworkState, visit: Visit = {}) {
  let told = state;
  const asked: unknown[] = [];
  const page = await on.stage.open({ path: "/counters", ...visit });
  await page.route("**/api/v1/network", (route) => route.fulfill({ json: told }));
  await page.route("**/api/v1/network/*", async (route) => {
    const request = route.request();
    asked.push(request.method(), new URL(request.url()).pathname, request.postDataJSON());
    if (request.method() === "PUT") {
      const pending = onTrial();
      told = { ...told, pending };
      await route.fulfill({ status: 202, json: { address: pending.address, pending } });
    } else {
      told = { ...told, pending: null };
      await route.fulfill({ json: told });
    }
  });
  await page.goto(new URL(`/config?lang=${visit.language ?? "fr"}`, on.demo.url).href);
  await page.locator("#network-eth0-address").waitFor();
  return { page, asked };
}

function onTrial() {
  const now = Date.now();
  return {
    interface: "eth0",
    address: "192.168.0.20",
    requestedAt: new Date(now).toISOString(),
    needs: "confirmation" as const,
    rollsBackAt: new Date(now + 151_000).toISOString(),
  };
}

const both: NetworkState = { manager: "network-manager", interfaces: [lan, wifi], pending: null };

async function type(page: Page, id: string, text: string): Promise<void> {
  await page.locator(id).fill(text);
  await page.keyboard.press("Tab");
}

test("a fixed address is typed, confirmed with the password and kept at its address", async () => {
  const { page, asked } = await open(both);
  const save = page.locator("fieldset:has(#network-eth0-address) .row .btn").first();
  await type(page, "#network-eth0-address", "192.168.0.255/24");
  await expect.poll(() => page.locator("#network-eth0-address-message").count()).toBe(1);
  expect(await save.isDisabled()).toBe(true);
  await type(page, "#network-eth0-address", "192.168.0.20/24");
  await save.click();
  await page.locator("#network-password").fill(owner.password);
  await page.locator("dialog[open] button[type=submit]").click();
  const there = page.locator("dialog[open] a").first();
  await there.waitFor();
  expect(new URL((await there.getAttribute("href")) ?? "").hostname).toBe("192.168.0.20");
  expect(await page.locator("dialog[open] [role=status]").innerText()).toMatch(/2:\d\d$/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Confirmer l’adresse" }).click();
  await page.locator(".trial").waitFor({ state: "detached" });
  const change = {
    mode: "static",
    address: "192.168.0.20",
    mask: "255.255.255.0",
    gateway: "192.168.0.1",
    dns: ["192.168.0.1"],
  };
  expect(asked).toEqual([
    ...["PUT", "/api/v1/network/eth0", change],
    ...["POST", "/api/v1/network/confirm", {}],
  ]);
});

test("a network that nobody manages is shown and cannot be typed into", async () => {
  const { page } = await open({
    manager: "none",
    interfaces: [{ ...lan, managed: false, mode: "unknown" }],
    pending: null,
  });
  expect(await page.locator("#network-eth0-address").getAttribute("readonly")).not.toBeNull();
  expect(await page.locator("fieldset:has(#network-eth0-address) button").count()).toBe(0);
});

test.each([
  [360, "dark", "de"],
  [768, "light", "nl"],
  [1280, "light", "fr"],
  [1920, "dark", "en"],
] as const)("at %i px, %s, in %s it fits and axe finds nothing", async (width, theme, language) => {
  const { page } = await open({ ...both, pending: onTrial() }, { width, theme, language });
  expect(await faultsOf(page, "all", { include: "#general" })).toEqual([]);
  expect(await beyondOf(page)).toBe(0);
});

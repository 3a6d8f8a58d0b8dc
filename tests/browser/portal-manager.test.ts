// The portal as managers and the operator meet it, before a real server and PostgreSQL: all buildings,
// one of them with its gateways, stays, people and log, and the server's accounts; by keyboard, in every
// language and theme, from 360 px up. Nobody is shown what is another manager's.

import { readFile } from "node:fs/promises";
import { dictionaries, portalDictionaries } from "@mega/locale";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { alphaMac, type FleetStage, openFleetStage, PASSWORD } from "./portal-fleet.ts";

const { fleet, building } = portalDictionaries.fr;
const { problems } = dictionaries.fr;
const ALPHA = "/buildings/1";

let stage: FleetStage;

beforeAll(async () => {
  stage = await openFleetStage();
}, 120_000);

afterEach(async () => {
  const complaints = stage.complaints();
  await stage.clear();
  expect(complaints).toEqual([]);
});

afterAll(() => stage?.stop());

/** Types the own password beside a change. */
async function confirm(page: Page): Promise<void> {
  await page.locator("#own-password:focus").waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("#own-password").waitFor({ state: "detached" });
}

const said = (page: Page, text: string) =>
  page.getByRole("status").filter({ hasText: text }).first().waitFor({ state: "attached" });
const names = (page: Page) => page.locator(".fleet-list tbody th a").allTextContents();
const dialog = (page: Page) => page.locator("dialog[open]").last();

test("all buildings stand there, the most pressing first, and can be searched", async () => {
  const page = await stage.open({ path: "/buildings" });
  await page.locator(".fleet-list").waitFor();
  expect(await names(page)).toEqual([
    "Clos du Parc",
    "Residence Alpha",
    "Villa Neuve",
    "Tour Brialmont",
  ]);
  const alpha = page.locator("tr", { hasText: "Residence Alpha" });
  await alpha.getByText(fleet.states.channels("2")).waitFor();
  await alpha.getByText(fleet.troubles.quarantined("CH2")).waitFor();
  expect(await alpha.locator(".strip i").count()).toBe(24);
  expect(await alpha.locator(".num").first().textContent()).toBe("1 / 3");
  await page.getByRole("searchbox").fill("tour bri");
  await expect.poll(() => names(page)).toEqual(["Tour Brialmont"]);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("radio", { name: fleet.silent("1") }).press("Space");
  await expect.poll(() => names(page)).toEqual(["Clos du Parc"]);
  expect(page.url()).toContain("state=silent");
});

test("a mistyped address says so in one's language to anybody, and leads home", async () => {
  const page = await stage.open({ path: "/bildings/1", language: "nl" });
  const { shell } = dictionaries.nl;
  await page.getByRole("heading", { name: shell.notFound }).waitFor();
  expect(await page.title()).toContain(shell.notFound);
  await page.context().clearCookies();
  await page.reload();
  await page.getByRole("heading", { name: shell.notFound }).waitFor();
  await page.getByRole("link", { name: portalDictionaries.nl.shell.home }).click();
  await page.waitForURL("**/login**");
});

test("another manager sees his own building, and Alpha is to him as if it were not", async () => {
  const page = await stage.open({ who: "bert", path: "/buildings", language: "fr" });
  await page.locator(".fleet-list").waitFor();
  expect(await names(page)).toEqual(["Residence Beta"]);
  const alpha = await stage.open({ who: "bert", path: ALPHA });
  await alpha.getByText(building.back).waitFor();
  expect(await alpha.locator("body").innerText()).not.toContain("Alpha");
  expect(await alpha.locator("body").innerText()).not.toContain(alphaMac);
});

test("an installer sees gateways and changes nothing", async () => {
  const page = await stage.open({ who: "ivo", path: ALPHA });
  await page.route("**/gateways/1/tunnel", (route) =>
    route.fulfill({ json: { state: "none", own: false, by: null, until: null, last: null } }),
  );
  await page.reload();
  await page.locator(".gateway").waitFor();
  // Where there is nothing to tell of the gateway's own page, no gap says so.
  const { title, lead, open } = portalDictionaries.fr.tunnel;
  const part = page.getByRole("region", { name: title });
  const above = await part.getByText(lead).boundingBox();
  const below = await part.getByRole("button", { name: open }).boundingBox();
  const gap = (below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0);
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThan(32);
  expect(await page.getByRole("button", { name: building.enrol.button }).count()).toBe(0);
  expect(await page.getByRole("radio").count()).toBe(0);
});

test("a gateway comes to a building by its code, typed as people type, with keys alone", async () => {
  const page = await stage.open({ path: "/buildings/4" });
  await page.getByText(building.gateway.emptyLead).waitFor();
  await page.getByRole("button", { name: building.enrol.button }).press("Enter");
  await page.locator("#enrol-code:focus").waitFor();
  await page.keyboard.type("7K3U");
  await dialog(page).getByText(building.enrol.codeSign("U")).waitFor();
  await page.locator("#enrol-code").fill("");
  const code = await stage.enrolmentCode("02:00:00:00:0e:01");
  await page.keyboard.type(`${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`);
  await page.keyboard.press("Enter");
  await confirm(page);
  await said(page, building.enrol.done);
  await page.locator(".gateway", { hasText: "02:00:00:00:0e:01" }).waitFor();
  // The focus is back where it came from.
  await page
    .getByRole("button", { name: building.enrol.button })
    .and(page.locator(":focus"))
    .waitFor();
});

test("a code that is none is refused in the dialog, and nothing was changed", async () => {
  const page = await stage.open({ path: "/buildings/4" });
  await page.getByRole("button", { name: building.enrol.button }).click();
  await page.locator("#enrol-code").fill("00000000");
  await page.keyboard.press("Enter");
  await confirm(page);
  await dialog(page).getByRole("alert").waitFor();
  expect(await page.locator(".gateway").count()).toBe(1);
});

async function menu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name }).press("Enter");
  await page.getByRole("button", { name: item }).press("Enter");
}

test("a gateway is given to another building of one's own, and detached there", async () => {
  const page = await stage.open({ path: "/buildings/4" });
  const mac = "02:00:00:00:0e:01";
  await menu(page, building.gateway.actions(mac), building.gateway.transfer);
  await page.locator("#transfer-to").selectOption({ label: "Clos du Parc" });
  await dialog(page).getByRole("button", { name: building.transfer.deed, exact: true }).click();
  await confirm(page);
  await page.getByText(building.gateway.empty).waitFor();
  await page.goto(new URL("/buildings/3", stage.url).href);
  await menu(page, building.gateway.actions(mac), building.gateway.revoke);
  await dialog(page).getByRole("button", { name: building.revoke.deed, exact: true }).click();
  await said(page, building.revoke.done);
  await page
    .locator(".gateway", { hasText: mac })
    .getByText(building.states.revoked, { exact: true })
    .waitFor();
});

test("a stay is given by the channel's name, refused where another one stands, followed and ended", async () => {
  const page = await stage.open({ path: `${ALPHA}?part=stays` });
  const { stay, person } = building;
  await page.locator("td", { hasText: "Ada" }).first().waitFor();
  const fill = async (channel: string, email: string, from: string) => {
    if (channel !== "") await page.locator("#stay-channel").selectOption({ label: channel });
    await page.locator("#stay-email").fill(email);
    await page.locator("#stay-name").fill("Zoé");
    await page.locator("#stay-from").fill(from);
  };
  await page.getByRole("button", { name: stay.add }).click();
  await page.locator("#stay-channel:focus").waitFor();
  await fill("CH1 Appartement 1", "zoe@example.org", "2026-05-01");
  await dialog(page).getByRole("button", { name: stay.addDeed, exact: true }).click();
  await confirm(page);
  await page.locator("#stay-from[aria-invalid]").waitFor();
  expect(await page.locator("#stay-from-message").textContent()).toMatch(/séjour/);
  await page.locator("#stay-channel").selectOption({ label: "CH2 Appartement 2" });
  await dialog(page).getByRole("button", { name: stay.addDeed, exact: true }).click();
  const zoe = page.locator("tr", { hasText: "zoe@example.org" });
  await zoe.getByText("01/05/2026").waitFor();
  await zoe.getByText(person.states.invited).waitFor();
  const again = zoe.getByRole("button", { name: `${person.inviteAgain} Zoé` });
  const answered = () => page.waitForResponse((response) => response.url().endsWith("/invitation"));
  for (const _more of ["second", "third"]) {
    await Promise.all([answered(), again.click()]);
    await zoe.getByText(person.invited).waitFor();
  }
  // The one that came with the stay counts as well.
  await again.click();
  await page.getByRole("alert").getByText(problems.fields["invited-enough"]).waitFor();
  // Ada moves out; the next one moves in the day after her last.
  await menu(page, stay.actions("Ada, CH1"), stay.next);
  await fill("", "max@example.org", "2026-06-01");
  await dialog(page).getByRole("button", { name: stay.nextDeed, exact: true }).click();
  await page.locator("tr", { hasText: "max@example.org" }).waitFor();
  await page.getByText(stay.showPast("1")).click();
  await page.locator("tr", { hasText: "ada@example.org" }).getByText("31/05/2026").waitFor();
  await menu(page, stay.actions("Zoé, CH2"), stay.end);
  await page.locator("#end-stay-to").fill("2026-04-01");
  await dialog(page).getByText(stay.orderBad).waitFor();
  await page.locator("#end-stay-to").fill("2099-12-31");
  await dialog(page).getByRole("button", { name: stay.endDeed }).click();
  await zoe.getByText("31/12/2099").waitFor();
});

test("a box that asks for a gateway's place is confirmed by its code, taken back, and refused", async () => {
  const { restore } = building;
  const newMac = "02:00:00:00:0f:01";
  const code = await stage.restoreCode(newMac);
  const fleetPage = await stage.open({ path: "/buildings" });
  await fleetPage.getByText(fleet.states.restore).waitFor();
  const page = await stage.open({ path: ALPHA });
  await page.getByText(restore.waits("MEGA32", newMac)).waitFor();
  await page.getByRole("button", { name: restore.confirm }).click();
  await page.locator("#restore-code").fill("00000000");
  await page.keyboard.press("Enter");
  await confirm(page);
  await dialog(page).getByRole("alert").getByText(problems.fields["no-such-box"]).waitFor();
  await page.locator("#restore-code").fill(` ${code.toLowerCase()} `);
  await page.keyboard.press("Enter");
  await page.locator(".gateway h2", { hasText: newMac }).waitFor();
  await page.getByRole("button", { name: restore.undo }).click();
  await dialog(page).getByRole("button", { name: restore.undoDeed }).click();
  await page.locator(".gateway h2", { hasText: alphaMac }).waitFor();
  await stage.restoreCode(newMac);
  await page.reload();
  await page.getByRole("button", { name: restore.refuse }).click();
  await dialog(page).getByRole("button", { name: restore.refuseDeed, exact: true }).click();
  await page.getByText(restore.waits("MEGA32", newMac)).waitFor({ state: "detached" });
});

test("somebody is invited, made something else and taken away; the last manager stays", async () => {
  const { person, role } = building;
  const page = await stage.open({ path: `${ALPHA}?part=people` });
  await page.getByRole("button", { name: person.add }).click();
  await page.locator("#person-email").fill("guy@example.org");
  await page.locator("#person-name").fill("Guy");
  await page.locator("#person-role").selectOption("installer");
  await dialog(page).getByRole("button", { name: person.addDeed, exact: true }).click();
  await confirm(page);
  const guy = page.locator("tr", { hasText: "guy@example.org" });
  await guy.getByText(role.installer, { exact: true }).waitFor();
  await menu(page, person.actions("Guy"), person.toManager);
  await dialog(page).getByRole("button", { name: person.toManager }).click();
  await guy.getByText(role.manager, { exact: true }).waitFor();
  await menu(page, person.actions("Guy"), person.end);
  await dialog(page).getByRole("button", { name: person.endDeed, exact: true }).click();
  await guy.waitFor({ state: "detached" });
  // One's own right is none to take away here.
  expect(await page.getByRole("button", { name: person.actions("Anna Maes") }).count()).toBe(0);
});

test("the log says in words who did what, to whom, and leaves as a file", async () => {
  const { log } = building;
  const page = await stage.open({ path: `${ALPHA}?part=audit` });
  const line = page.locator("tr", { hasText: log.actions["stay-given"] }).last();
  await line.getByText("anna@example.org").waitFor();
  await line.getByText("zoe@example.org").waitFor();
  await line.getByText(log.details("3")).click();
  await line.getByText(log.fields.channelNo).waitFor();
  await page.getByText(log.actors.keeper).waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: log.csv, exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^residence-alpha_journal_\d{8}-\d{4}\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.split("\r\n")[0]).toBe("no,at,actor,action,person,gateway,before,after");
  expect(text).toContain("restore-granted");
});

test("the operator keeps accounts and buildings, and sees no channel and no stay", async () => {
  const { operator } = fleet;
  const page = await stage.open({ who: "olga", path: "/operator" });
  await page.locator("tr", { hasText: "bert@example.org" }).waitFor();
  await menu(page, operator.actions("Bert"), operator.disable);
  await dialog(page).getByRole("button", { name: operator.disable, exact: true }).click();
  await confirm(page);
  const bert = page.locator("tr", { hasText: "bert@example.org" });
  await bert.getByText(operator.states.disabled).waitFor();
  await menu(page, operator.actions("Bert"), operator.enable);
  await dialog(page).getByRole("button", { name: operator.enable, exact: true }).click();
  await bert.getByText(operator.states.active).waitFor();
  await page.getByRole("radio", { name: operator.buildings }).press("Space");
  await page.getByRole("button", { name: operator.addBuilding }).click();
  await page.locator("#new-building-name").fill("Nouveau");
  await dialog(page).getByRole("button", { name: operator.add, exact: true }).click();
  await page.getByRole("link", { name: "Nouveau" }).waitFor();
  await page.getByRole("link", { name: "Residence Alpha" }).click();
  await page.locator(".gateway", { hasText: alphaMac }).waitFor();
  const text = await page.locator("main").innerText();
  expect(text).not.toContain("Appartement");
  expect(text).not.toContain(building.stays);
  await page.getByRole("link", { name: building.back }).click();
  await page.getByRole("link", { name: "Tour Brialmont" }).waitFor();
});

const views = [
  { who: "anna", path: "/buildings", at: ".fleet-list" },
  { who: "anna", path: ALPHA, at: ".gateway" },
  { who: "anna", path: `${ALPHA}?part=stays`, at: ".list" },
  { who: "anna", path: `${ALPHA}?part=people`, at: ".list" },
  { who: "anna", path: `${ALPHA}?part=audit`, at: ".list" },
  { who: "olga", path: "/operator", at: ".list" },
] as const;

test.each(looks)(
  "the pages keep nobody out and fit every screen, $theme, $language",
  async (look) => {
    for (const who of ["anna", "olga"] as const) {
      const page = await stage.open({ ...look, who, path: "/account" });
      for (const { path, at } of views.filter((view) => view.who === who)) {
        const address = new URL(path, stage.url);
        address.searchParams.set("lang", look.language);
        await page.goto(address.href);
        await page.locator(at).first().waitFor();
        for (const width of [1920, 1280, 768, 360]) {
          await page.setViewportSize({ width, height: 860 });
          // The head changes its form a moment after its width.
          await expect.poll(() => beyondOf(page), { message: `${path} ${width}` }).toBe(0);
        }
        // Half of the looks are taken on a telephone.
        if (look.theme === "dark") await page.setViewportSize({ width: 1280, height: 860 });
        expect(await faultsOf(page, look.rules), path).toEqual([]);
      }
    }
  },
);

test("a dialog keeps nobody out, with what is wrong in it", async () => {
  const page = await stage.open({ path: `${ALPHA}?part=stays`, width: 360, theme: "dark" });
  await page.getByRole("button", { name: building.stay.add }).click();
  await page.locator("#stay-from").fill("2026-05-02");
  await page.locator("#stay-to").fill("2026-05-01");
  await dialog(page).getByText(building.stay.orderBad).waitFor();
  expect(await beyondOf(page)).toBe(0);
  expect(await faultsOf(page, "all", { include: "dialog[open]" })).toEqual([]);
});

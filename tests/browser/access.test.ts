// From a gateway that nobody has claimed to people and programs with access of their own: claim by
// code and by keyboard alone, log out and in, the password beside a change, an invitation accepted in
// another browser, tokens, the audit log; every page in four languages and both themes.

import { dictionaries } from "@mega/locale";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { type FreshStage, openFreshStage } from "./fresh-stage.ts";
import { startUnclaimed, type UnclaimedDemo } from "./start-demo.ts";

const HISTORY_TIMEOUT_MS = 600_000;
const HISTORY_MS = 40 * 24 * 3_600_000;
const fr = dictionaries.fr;
const owner = { name: "Anna", password: "quatre mots bien à elle" };
const tenant = { name: "Remi", password: "encore quatre mots ici" };

let demo: UnclaimedDemo;
let stage: FreshStage;
/** The owner's browser, which stays open from the claim on. */
let annas: BrowserContext;

beforeAll(async () => {
  demo = await startUnclaimed(HISTORY_MS);
  stage = await openFreshStage(demo.url);
  annas = await stage.context();
}, HISTORY_TIMEOUT_MS);

afterEach(async () => {
  const complaints = stage.complaints();
  await stage.clear(annas);
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await stage?.close();
  await demo?.stop();
});

/** Axe and the width of a phone, for a page as it opens in every language and both themes. */
async function checkPage(
  context: () => Promise<BrowserContext>,
  path: string,
  enter: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const page = await stage.page(await context());
  await page.setViewportSize({ width: 360, height: 740 });
  for (const { theme, language, rules } of looks) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.goto(new URL(`${path}?lang=${language}`, demo.url).href);
    await page.locator("h1").waitFor();
    await enter(page);
    expect(await beyondOf(page), `${path} ${language}`).toBe(0);
    expect(await faultsOf(page, rules), `${path} ${language} ${theme}`).toEqual([]);
  }
  await stage.clear(annas);
}

const anonymous = () => stage.context();
const asAnna = async () => annas;

test("an unclaimed gateway shows its claim page, whatever is asked for", async () => {
  const page = await stage.page(await stage.context());
  for (const path of ["/", "/config", "/login", "/audit"]) {
    await page.goto(new URL(`${path}?lang=fr`, demo.url).href);
    await page.getByRole("heading", { name: fr.claim.welcome }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/claim");
  }
});

test("nothing keeps people out of the claim", async () => {
  await checkPage(anonymous, "/claim", (page) =>
    page.locator("#setup-code").fill("7K3M-Q0ZX-7K3M-U"),
  );
  await checkPage(anonymous, "/claim", (page) => page.getByRole("radio").nth(1).check());
});

test("the code is checked as it is typed, and a wrong one is refused", async () => {
  const page = await stage.page(await stage.context());
  await page.goto(new URL("/claim?lang=fr", demo.url).href);
  const code = page.locator("#setup-code");
  const hint = page.locator("#setup-code-hint");
  await code.fill("7k3m");
  await hint.getByText(fr.claim.codeMore("12")).waitFor();
  await code.fill("7k3u");
  await hint.getByText(fr.claim.codeWrong("U")).waitFor();
  await code.fill("oooo iiii llll 0000");
  await hint.getByText(fr.claim.codeWhole).waitFor();
  await page.locator("#claim-name").fill(owner.name);
  expect(await code.inputValue()).toBe("0000-1111-1111-0000");
  const take = page.getByRole("button", { name: fr.claim.take });
  await page.locator("#claim-password").fill("trop court");
  expect(await take.isDisabled()).toBe(true);
  await page.locator("#claim-password").fill(owner.password);
  await take.click();
  await page.getByText(fr.problems.codes.PROOF_REFUSED).waitFor();
  stage.expectRefusals();
});

test("the gateway is claimed by keyboard alone", async () => {
  const page = await stage.page(annas);
  await page.goto(new URL("/?lang=fr", demo.url).href);
  await page.locator("#setup-code").waitFor();
  const press = (key: string) => page.keyboard.press(key);
  await page.locator("#setup-code").focus();
  await page.keyboard.type(demo.setupCode ?? "");
  await press("Tab");
  await page.keyboard.type(owner.name);
  await press("Tab");
  await page.keyboard.type(owner.password);
  await press("Enter");
  await page.getByRole("heading", { name: fr.claim.doneTitle }).waitFor();
  const link = page.getByRole("link", { name: fr.claim.toConfig });
  expect(await link.getAttribute("href")).toMatch(/^\/config/);
  await page.getByRole("link", { name: fr.claim.toCounters }).click();
  await page.locator(".ct").waitFor();
});

test("a claimed gateway asks for a login, and afterwards one is where one wanted to go", async () => {
  const page = await stage.page(await stage.context());
  await page.goto(new URL("/quarantine?lang=fr", demo.url).href);
  await page.getByRole("heading", { name: fr.access.login }).waitFor();
  await page.locator("#login-name").fill(owner.name);
  await page.locator("#login-password").fill("un autre mot de passe");
  await page.getByRole("button", { name: fr.access.logIn }).click();
  await page.getByText(fr.problems.codes.LOGIN_REFUSED).waitFor();
  stage.expectRefusals();
  await page.locator("#login-password").fill(owner.password);
  await page.getByRole("button", { name: fr.access.logIn }).click();
  await page.getByRole("heading", { name: fr.quarantine.title, exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/quarantine");
  await page.getByRole("button", { name: fr.access.menu(owner.name) }).click();
  await page.getByRole("button", { name: fr.access.logOut }).click();
  await page.getByRole("heading", { name: fr.access.login }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: fr.access.login }).waitFor();
});

test("nothing keeps people out of the login and of the way back in", async () => {
  await checkPage(anonymous, "/login");
  await checkPage(anonymous, "/lost");
});

test("a change asks for the own password, and a wrong one changes nothing", async () => {
  const page = await stage.page(annas);
  await page.goto(new URL("/?lang=fr", demo.url).href);
  await page.locator(".ct").waitFor();
  const channelNo = await page.locator(".chb").first().textContent();
  await page.locator(".chb").first().dblclick();
  await page.locator("dialog .pairs").waitFor();
  await page.locator("#period-confirm").fill(channelNo?.replace("CH", "") ?? "");
  await page.getByRole("button", { name: fr.period.start }).click();
  const own = page.locator("#own-password");
  await own.fill("un autre mot de passe");
  await page.keyboard.press("Enter");
  await page.getByText(fr.problems.codes.PASSWORD_WRONG).waitFor();
  stage.expectRefusals();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByText(fr.access.notConfirmed).waitFor();
  await page.getByRole("button", { name: fr.period.start }).click();
  await own.fill(owner.password);
  await page.keyboard.press("Enter");
  await page.locator("dialog").first().waitFor({ state: "detached" });
  expect(await page.getByRole("status").first().textContent()).toContain(channelNo ?? "?");
});

test("a tenant is invited, chooses his password in his own browser and sees his own page", async () => {
  const page = await stage.page(annas);
  await page.goto(new URL("/accounts?lang=fr", demo.url).href);
  await page.getByRole("button", { name: fr.accounts.invite }).click();
  await page.locator("#account-name").fill(tenant.name);
  await page.getByRole("button", { name: fr.accounts.addStay }).click();
  await page.locator(".stay select").selectOption({ index: 4 });
  await page.locator("#account-password").fill(owner.password);
  await page.getByRole("button", { name: fr.accounts.send }).click();
  await page.locator(".qr").waitFor();
  const link = await page.locator("#invitation-link").inputValue();
  expect(new URL(link).origin).toBe(new URL(demo.url).origin);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: fr.shell.close }).click();
  await page.getByRole("row", { name: tenant.name }).waitFor();

  await checkPage(anonymous, new URL(link).pathname);
  const his = await stage.context();
  const visit = await stage.page(his);
  await visit.goto(link);
  await visit.getByRole("heading", { name: fr.claim.invited(tenant.name) }).waitFor();
  await visit.locator("#invited-password").fill(tenant.password);
  await visit.getByRole("button", { name: fr.claim.accept }).click();
  await visit.waitForURL(/\/me/);
  const hello = { name: fr.tenant.hello(tenant.name), exact: true };
  await visit.getByRole("heading", hello).waitFor();
  expect(await visit.locator(".nav").count()).toBe(0);
  const again = await stage.page(await stage.context());
  await again.goto(link);
  await again.getByRole("heading", { name: fr.claim.invitationGone }).waitFor();
  stage.expectRefusals();
});

test("nothing keeps people out of the list of accounts and its dialogs", async () => {
  await checkPage(asAnna, "/accounts", (page) => page.locator(".list tbody tr").first().waitFor());
  await checkPage(asAnna, "/accounts", async (page) => {
    await page.locator("main .btn--main").click();
    await page.locator("dialog[open] .stays button").click();
  });
});

test("a token is made with its scopes, shown once and revoked", async () => {
  const page = await stage.page(annas);
  await page.goto(new URL("/tokens?lang=fr", demo.url).href);
  await page.getByRole("button", { name: fr.accounts.newToken }).click();
  await page.locator("#token-name").fill("tableau de bord");
  await page.getByLabel(fr.accounts.scopeMeans["read:counters"]).check();
  await page.locator("#token-password").fill(owner.password);
  await page.getByRole("button", { name: fr.accounts.make }).click();
  const token = await page.locator("#token-secret").inputValue();
  const asks = async () =>
    fetch(new URL("/api/v1/counters", demo.url), { headers: { authorization: `Bearer ${token}` } });
  expect((await asks()).status).toBe(200);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: fr.shell.close }).click();
  await page.getByRole("button", { name: fr.accounts.revoke("tableau de bord") }).click();
  await page.locator("#own-password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.getByText(fr.accounts.noToken).waitFor();
  expect((await asks()).status).toBe(401);
});

test("nothing keeps people out of the tokens and the audit log", async () => {
  await checkPage(asAnna, "/tokens", async (page) => {
    await page.locator("main .btn--main").click();
    await page.locator("dialog[open] #token-name").waitFor();
  });
  await checkPage(asAnna, "/audit", (page) => page.locator(".changes summary").first().click());
});

test("the audit log tells of everything, says that it is whole, and leaves as files", async () => {
  const page = await stage.page(annas);
  await page.goto(new URL("/audit?lang=fr", demo.url).href);
  await page.getByText(fr.audit.chainHolds).waitFor();
  const text = (await page.locator(".list").textContent()) ?? "";
  expect(text).toContain(fr.audit.actions.claimed);
  expect(text).toContain(fr.audit.actions["proof-refused"]);
  expect(text).not.toContain(owner.password);
  for (const [name, extension] of [
    [fr.audit.csv, "csv"],
    [fr.audit.json, "json"],
  ] as const) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name, exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(
      new RegExp(`_audit_\\d+_\\d{8}-\\d{4}\\.${extension}$`),
    );
  }
});

test("a session that ends over something typed asks for a login and loses nothing", async () => {
  const context = await stage.context();
  const page = await stage.page(context);
  await page.goto(new URL("/login?lang=fr", demo.url).href);
  await page.locator("#login-name").fill(owner.name);
  await page.locator("#login-password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.locator(".ct").waitFor();
  await page.goto(new URL("/accounts?lang=fr", demo.url).href);
  await page.getByRole("button", { name: fr.accounts.invite }).click();
  await page.locator("#account-name").fill("Zoé");
  await context.clearCookies();
  await page.locator("#account-password").fill(owner.password);
  await page.getByRole("button", { name: fr.accounts.send }).click();
  await page.getByRole("heading", { name: fr.access.again }).waitFor();
  await page.locator("#login-password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.locator(".qr").waitFor();
  stage.expectRefusals();
});

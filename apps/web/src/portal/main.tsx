/** The pages of the server's portal, each at its address; see shell/pages.tsx. */

import { effect } from "@preact/signals";
import { render } from "preact";
import { askBelow } from "../api/request.ts";
import { address, followAddress, inside, replaceAddress } from "../state/address.ts";
import { followSession, loadWords, words } from "../state/session.ts";
import { PORTAL_PREFIX } from "./api/session-client.ts";
import { freshCodes } from "./login/fresh-codes.ts";
import { followInstall } from "./offline/install.ts";
import { Banners, LiveRegion } from "./shell/banners.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { Head } from "./shell/head.tsx";
import { bring, PageView } from "./shell/page-view.tsx";
import { pageAt, pages } from "./shell/pages.tsx";
import { redirectOf } from "./shell/redirect.ts";
import { followConnection } from "./state/own-answers.ts";
import { afterLogin, keepSession, loadSession, person, session } from "./state/session.ts";
import { bringGroups, followWords, shellWords } from "./state/words.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/frame.css";
import "../styles/buttons.css";
import "../styles/fields.css";
import "../styles/parts.css";
import "../styles/panels.css";
import "./styles/portal.css";

const AGAIN_AFTER_MS = 5_000;

function App() {
  const { path } = address.value;
  return (
    <>
      <a class="skip" href="#main">
        {words.value.shell.skip}
      </a>
      <Head page={pageAt(path)?.page.name} />
      <Banners />
      {redirected(path) === null ? <PageView path={path} /> : null}
      <Dialogs />
      <LiveRegion />
    </>
  );
}

function redirected(path: string): string | null {
  // Recovery codes are shown this once: nobody is led away from them.
  if (freshCodes.value !== null) return null;
  const stage = session.value?.stage ?? null;
  const roles = person.value?.roles ?? null;
  return redirectOf(path, pageAt(path)?.page, { stage, roles }, pages);
}

/** Takes a person to the page that the session asks for, and remembers where he wanted to go. */
function followRedirects(): void {
  effect(() => {
    const { path } = address.value;
    const to = redirected(path);
    if (to === null) return;
    if (path === "/login" && address.value.params.has("next")) return replaceAddress(afterLogin());
    const wanted = `${location.pathname}${location.search}`;
    const isWorthBack = to === "/login" && path !== "/";
    replaceAddress(inside(to, isWorthBack ? { next: wanted } : {}));
  });
}

function followTitle(): void {
  effect(() => {
    const page = pageAt(address.value.path)?.page;
    const name = page === undefined ? words.value.shell.notFound : page.title(shellWords.value);
    document.title = `${name} · MEGA`;
  });
}

async function start(): Promise<void> {
  askBelow(PORTAL_PREFIX);
  followAddress();
  keepSession();
  await loadSession();
  await loadWords();
  await bringGroups(["shell"]);
  followRedirects();
  const page = pageAt(address.value.path)?.page;
  if (page !== undefined && person.value !== null) await bring(page);
  followSession();
  followWords();
  followTitle();
  render(<App />, document.body);
  followConnection();
  followInstall();
}

// Without its words there is nothing to draw: a server that is just starting is tried again.
start().catch(() => setTimeout(() => location.reload(), AGAIN_AFTER_MS));

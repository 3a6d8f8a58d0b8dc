/** The pages of the gateway, each at its address; see shell/pages.tsx. */

import { effect } from "@preact/signals";
import { render } from "preact";
import { Banners, LiveRegion } from "./shell/banners.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { Head } from "./shell/head.tsx";
import { bring, PageView } from "./shell/page-view.tsx";
import { pageAt } from "./shell/pages.tsx";
import { redirectOf } from "./shell/redirect.ts";
import { address, followAddress, inside, replaceAddress } from "./state/address.ts";
import {
  account,
  afterLogin,
  isLeaving,
  keepSession,
  loadSession,
  session,
} from "./state/login.ts";
import { followReadings, forgetReadings } from "./state/readings.ts";
import { followSession, gateway, loadWords, words } from "./state/session.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/buttons.css";
import "./styles/fields.css";
import "./styles/parts.css";
import "./styles/panels.css";
import "./styles/counters.css";
import "./styles/table.css";
import "./styles/print.css";

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
  const told = session.value;
  const role = account.value?.role ?? null;
  return redirectOf(path, told === null ? null : { state: told.state, role });
}

/** Takes a person to the page that the session asks for, and remembers where he wanted to go. */
function followRedirects(): void {
  effect(() => {
    const { path } = address.value;
    const to = redirected(path);
    if (to === null) return;
    if (path === "/login") return replaceAddress(afterLogin());
    const wanted = `${location.pathname}${location.search}`;
    const isWorthBack = to === "/login" && path !== "/" && path !== "/claim";
    replaceAddress(inside(to, isWorthBack ? { next: wanted } : {}));
  });
}

/** Figures are asked for while the session shows them, or while the gateway tells no session. */
function followFigures(): void {
  let stop: (() => void) | null = null;
  effect(() => {
    const state = session.value?.state;
    const isOpen = !isLeaving.value && (state === undefined || state === "logged-in");
    if (isOpen && stop === null) {
      stop = followReadings();
    } else if (!isOpen && stop !== null) {
      stop();
      stop = null;
      forgetReadings();
      gateway.value = null;
    }
  });
}

function followTitle(): void {
  effect(() => {
    const info = gateway.value;
    const demo = info?.demo === true ? `${words.value.shell.demoWord} · ` : "";
    const where = info === null ? "MEGA" : `${info.location} · ${info.model}`;
    const page = pageAt(address.value.path)?.page;
    const name = page === undefined ? words.value.shell.notFound : page.title(words.value);
    document.title = `${demo}${name} · ${where}`;
  });
}

async function start(): Promise<void> {
  followAddress();
  keepSession();
  await loadSession();
  followRedirects();
  followFigures();
  const page = pageAt(address.value.path)?.page;
  await Promise.all([loadWords(), page === undefined ? undefined : bring(page)]);
  followSession();
  followTitle();
  render(<App />, document.body);
}

// Without its words there is nothing to draw: a gateway that is just starting is tried again.
start().catch(() => setTimeout(() => location.reload(), AGAIN_AFTER_MS));

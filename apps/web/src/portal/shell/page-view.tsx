/** Draws the page at the address as soon as its script and its words have come; says why when not. */

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { PageProps } from "../../shell/page-props.ts";
import { focusDue, inside } from "../../state/address.ts";
import { loadAllWords, words } from "../../state/session.ts";
import { person } from "../state/session.ts";
import { bringGroups, shellWords } from "../state/words.ts";
import { mayOpen, pageAt } from "./pages.tsx";
import type { PortalPage } from "./portal-page.ts";

type Brought =
  | { readonly kind: "page"; readonly component: ComponentType<PageProps> }
  | { readonly kind: "failed" };

const brought = signal<ReadonlyMap<string, Brought>>(new Map());

function keep(name: string, what: Brought): void {
  brought.value = new Map(brought.value).set(name, what);
}

/** Brings a page and what it says; a page that stands is not brought again. */
export async function bring(page: PortalPage): Promise<void> {
  if (brought.value.get(page.name)?.kind === "page") return;
  try {
    const [component] = await Promise.all([
      page.load(),
      bringGroups(page.groups ?? []),
      page.gatewayWords === true ? loadAllWords() : undefined,
    ]);
    keep(page.name, { kind: "page", component });
  } catch {
    keep(page.name, { kind: "failed" });
  }
}

/** The page at a path. */
export function PageView({ path }: { readonly path: string }) {
  const found = pageAt(path);
  const roles = person.value?.roles ?? null;
  if (found === undefined || (roles !== null && !mayOpen(found.page, roles))) return <NotFound />;
  if (roles === null && found.page.who !== "open") return <OutOfReach text={nothingKept()} />;
  return <BroughtPage page={found.page} params={found.params} />;
}

function nothingKept(): string {
  return shellWords.value.keptNothing;
}

function BroughtPage(props: { readonly page: PortalPage; readonly params: readonly string[] }) {
  const { page, params } = props;
  const what = brought.value.get(page.name);
  useEffect(() => {
    if (what === undefined) void bring(page);
    else focusDue();
  }, [page, what]);
  if (what?.kind === "page") return <what.component params={params} />;
  if (what?.kind === "failed") return <OutOfReach text={words.value.shell.offlineEmpty} />;
  return (
    <main id="main" class="main" tabIndex={-1} aria-busy>
      <p class="empty">{words.value.shell.loading}</p>
    </main>
  );
}

function OutOfReach({ text }: { readonly text: string }) {
  return (
    <main id="main" class="main" tabIndex={-1}>
      <h1 class="vh">MEGA</h1>
      <div class="empty" role="alert">
        <p>{text}</p>
        <button type="button" class="btn" onClick={() => location.reload()}>
          {words.value.shell.retry}
        </button>
      </div>
    </main>
  );
}

function NotFound() {
  return (
    <main id="main" class="main" tabIndex={-1}>
      <h1>{words.value.shell.notFound}</h1>
      <p>
        <a href={inside("/")} data-inside>
          {shellWords.value.home}
        </a>
      </p>
    </main>
  );
}

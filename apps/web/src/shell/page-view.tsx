/** Draws the page at the address as soon as its script has come; says when it does not come. */

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { focusDue, inside } from "../state/address.ts";
import { loadAllWords, words } from "../state/session.ts";
import type { PageProps } from "./page-props.ts";
import { type Page, pageAt } from "./pages.tsx";

type Brought =
  | { readonly kind: "page"; readonly component: ComponentType<PageProps> }
  | { readonly kind: "failed" };

/** What was brought, by the name of the page. */
const brought = signal<ReadonlyMap<string, Brought>>(new Map());

function keep(name: string, what: Brought): void {
  brought.value = new Map(brought.value).set(name, what);
}

/** Brings the script of a page and the words it needs; a page that stands is not brought again. */
export async function bring(page: Page): Promise<void> {
  if (brought.value.get(page.name)?.kind === "page") return;
  try {
    const [component] = await Promise.all([
      page.load(),
      page.saysLittle === true ? undefined : loadAllWords(),
    ]);
    keep(page.name, { kind: "page", component });
  } catch {
    keep(page.name, { kind: "failed" });
  }
}

/** The page at a path. */
export function PageView({ path }: { readonly path: string }) {
  const found = pageAt(path);
  return found === undefined ? <NotFound /> : <Brought page={found.page} params={found.params} />;
}

function Brought({ page, params }: { readonly page: Page; readonly params: readonly string[] }) {
  const what = brought.value.get(page.name);
  useEffect(() => {
    if (what === undefined) void bring(page);
    else focusDue();
  }, [page, what]);
  if (what?.kind === "page") return <what.component params={params} />;
  const { shell } = words.value;
  return (
    <main id="main" class="main" tabIndex={-1} aria-busy={what === undefined}>
      {what === undefined ? (
        <p class="empty">{shell.loading}</p>
      ) : (
        <div class="empty" role="alert">
          <p>{shell.offlineEmpty}</p>
          <button type="button" class="btn" onClick={() => location.reload()}>
            {shell.retry}
          </button>
        </div>
      )}
    </main>
  );
}

function NotFound() {
  const { shell } = words.value;
  return (
    <main id="main" class="main" tabIndex={-1}>
      <h1>{shell.notFound}</h1>
      <p>
        <a href={inside("/")} data-inside>
          {shell.notFoundBack}
        </a>
      </p>
    </main>
  );
}

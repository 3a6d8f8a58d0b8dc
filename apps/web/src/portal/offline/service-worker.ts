/**
 * The portal's service worker: it keeps the pages themselves, so that they open without a connection.
 * Of what people are shown in them it keeps nothing: see kept-answers.ts.
 */

/** What of a service worker's scope is needed; the project's types are those of pages. */
interface WorkerScope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", hear: (event: WorkerEvent) => void): void;
  addEventListener(kind: "fetch", hear: (event: FetchedEvent) => void): void;
  addEventListener(kind: "message", hear: (event: WorkerEvent & MessageEvent) => void): void;
}

interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchedEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as WorkerScope;
const STORE = "mega-pages";
const PAGE = "/";
/** Files of one build; a page needs a tenth of them. */
const FILES_MAX = 200;

/** Addresses that draw the one page; the same as the server's. */
const pages = /^\/(?:$|(?:login|invitation|reset|account|me|buildings|operator|gateways)(?:\/|$))/;
/** Files that never change under their name, and the few that every page has. */
const files = /^\/(?:assets\/[\w.-]+|favicon\.svg|theme\.js|portal\.webmanifest|icon-[\w-]+\.png)$/;

scope.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(STORE)
      .then((store) => store.add(PAGE))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

// The first page was loaded before the worker stood: it tells which files it came with.
scope.addEventListener("message", (event) => {
  const told: unknown = event.data;
  if (!Array.isArray(told)) return;
  const paths = told.filter((path): path is string => typeof path === "string" && files.test(path));
  event.waitUntil(Promise.allSettled(paths.slice(0, FILES_MAX).map((path) => keptFile(path))));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pages.test(pathname)) event.respondWith(page(request));
  else if (files.test(pathname)) event.respondWith(keptFile(pathname));
});

/** The newest page, or the kept one without a connection. Another build's files go with its page. */
async function page(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  const kept = await store.match(PAGE);
  let fresh: Response;
  try {
    fresh = await fetch(request);
  } catch (failure) {
    if (kept === undefined) throw failure;
    return kept;
  }
  if (fresh.ok) {
    const text = await fresh.clone().text();
    if (kept === undefined || (await kept.text()) !== text) {
      if (kept !== undefined) await forgetFiles(store);
      await store.put(PAGE, new Response(text, { headers: headersOf(fresh) }));
    }
  }
  return fresh;
}

/** Its headers, without those about bytes that it does not have any more. */
function headersOf({ headers }: Response): Headers {
  const kept = new Headers(headers);
  kept.delete("content-encoding");
  kept.delete("content-length");
  return kept;
}

async function forgetFiles(store: Cache): Promise<void> {
  await Promise.all((await store.keys()).map((request) => store.delete(request)));
}

/** A file from the store, else from the server and into the store. */
async function keptFile(path: string): Promise<Response> {
  const store = await caches.open(STORE);
  const kept = await store.match(path);
  if (kept !== undefined) return kept;
  const fresh = await fetch(path);
  if (fresh.ok && (await store.keys()).length < FILES_MAX) await store.put(path, fresh.clone());
  return fresh;
}

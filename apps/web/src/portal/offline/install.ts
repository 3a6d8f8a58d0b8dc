/** Puts the service worker in place, and keeps the browser's offer to install the pages. */

import { signal } from "@preact/signals";

/** The browser's own question whether to install. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

/** The offer while it stands; browsers that make none have it in their menu. */
export const installOffer = signal<InstallOffer | null>(null);

/** Whether the pages run as an installed application. */
export function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

/** Registers the worker, once the page has been drawn. */
export function followInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installOffer.value = event as InstallOffer;
  });
  addEventListener("appinstalled", () => {
    installOffer.value = null;
  });
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  // Without the worker the pages work as before, with a connection.
  register().catch(() => undefined);
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const came = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = came.filter(({ origin }) => origin === location.origin);
  active?.postMessage(own.map(({ pathname }) => pathname));
}

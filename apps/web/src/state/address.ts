/** The address of the page as state: path and parameters. Choices live there, so links keep them. */

import { signal } from "@preact/signals";

/** Path and parameters of the page. */
export const address = signal(current());

function current(): { readonly path: string; readonly params: URLSearchParams } {
  return { path: location.pathname, params: new URLSearchParams(location.search) };
}

/** Follows the browser's back and forward, and links within the page. */
export function followAddress(): void {
  addEventListener("popstate", () => {
    address.value = current();
  });
  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    const link = (event.target as Element | null)?.closest?.("a[data-inside]");
    if (!plain || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    navigate(`${link.pathname}${link.search}`);
  });
}

/** Whether a page was asked for that has not got the focus yet. */
let isFocusDue = false;

/** Goes to another page of the application and puts the focus on its content. */
export function navigate(path: string): void {
  history.pushState(null, "", path);
  address.value = current();
  scrollTo(0, 0);
  isFocusDue = true;
  requestAnimationFrame(focusDue);
}

/** Shows another page in place of this one: the way back does not lead here. */
export function replaceAddress(path: string): void {
  history.replaceState(null, "", path);
  address.value = current();
}

/** Puts the focus on the content of a page that was asked for, once it stands. */
export function focusDue(): void {
  const main = document.querySelector<HTMLElement>("#main:not([aria-busy])");
  if (!isFocusDue || main === null) return;
  isFocusDue = false;
  main.focus();
}

/** Changes parameters in place; null removes one. */
export function setParams(changes: Readonly<Record<string, string | null>>): void {
  const params = new URLSearchParams(address.value.params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") params.delete(name);
    else params.set(name, value);
  }
  const search = params.toString();
  history.replaceState(null, "", `${location.pathname}${search === "" ? "" : `?${search}`}`);
  address.value = current();
}

/** A path with the parameter that every page keeps: the language. */
export function inside(path: string, params: Readonly<Record<string, string>> = {}): string {
  const kept = new URLSearchParams(params);
  const language = address.value.params.get("lang");
  if (language !== null) kept.set("lang", language);
  const search = kept.toString();
  return search === "" ? path : `${path}?${search}`;
}

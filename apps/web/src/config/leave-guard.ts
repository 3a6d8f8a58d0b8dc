/** Leaving the page while something is changed asks first: closing, reloading, and links within. */

import { allWords } from "../state/all-words.ts";
import { unsaved } from "../state/login.ts";

/** Watches until the result is called. */
export function followLeaving(): () => void {
  const onUnload = (event: BeforeUnloadEvent) => {
    if (unsaved.value) event.preventDefault();
  };
  // Caught before the application follows the link.
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.("a[data-inside]");
    if (link == null || !unsaved.value) return;
    if (confirm(allWords.value.config.leave)) unsaved.value = false;
    else {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  addEventListener("beforeunload", onUnload);
  addEventListener("click", onClick, { capture: true });
  return () => {
    unsaved.value = false;
    removeEventListener("beforeunload", onUnload);
    removeEventListener("click", onClick, { capture: true });
  };
}

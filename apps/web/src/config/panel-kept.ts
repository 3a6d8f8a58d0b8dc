/** Whether the general settings are shown: remembered for the next visit. */

const NAME = "mega.config-panel";

/** As it was left; shown at the first visit. */
export function panelKept(): boolean {
  try {
    return localStorage.getItem(NAME) !== "shut";
  } catch {
    return true;
  }
}

/** Remembers it. */
export function keepPanel(shown: boolean): void {
  try {
    localStorage.setItem(NAME, shown ? "shown" : "shut");
  } catch {
    // A browser that stores nothing shows them again.
  }
}

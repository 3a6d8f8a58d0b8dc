/** Whether a person has hidden the list of what is to be set up, in this browser. */

const NAME = "mega.setup-hidden";

/** Shown until it is hidden. */
export function isSetupHidden(): boolean {
  try {
    return localStorage.getItem(NAME) === "yes";
  } catch {
    return false;
  }
}

/** Hides it from now on. */
export function keepSetupHidden(): void {
  try {
    localStorage.setItem(NAME, "yes");
  } catch {
    // A browser that stores nothing shows it again.
  }
}

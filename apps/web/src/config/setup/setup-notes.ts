/** What this browser remembers of the set-up: that its list was hidden, that the print was taken. */

import { signal } from "@preact/signals";

function remembered(name: string) {
  const note = signal(read(name));
  const keep = () => {
    note.value = true;
    try {
      localStorage.setItem(name, "yes");
    } catch {
      // A browser that stores nothing asks again at the next visit.
    }
  };
  return { note, keep };
}

function read(name: string): boolean {
  try {
    return localStorage.getItem(name) === "yes";
  } catch {
    return false;
  }
}

/** Whether a person has hidden the list. */
export const setupHidden = remembered("mega.setup-hidden");
/** Whether the print for the cabinet was taken. */
export const cabinetPrinted = remembered("mega.cabinet-printed");

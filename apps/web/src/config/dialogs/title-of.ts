/** The title of a dialog that a button opens. */

/** "Importer…" → "Importer": the dots say that something is asked first, and it is asked here. */
export function titleOf(button: string): string {
  return button.replace(/…$/u, "");
}

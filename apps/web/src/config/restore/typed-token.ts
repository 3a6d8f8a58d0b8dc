/** What is typed from the sheet: whether it can be a token, or a MAC. Pure. */

import { RESTORE_TOKEN_LENGTH } from "@mega/contract";

/** Whether a text can be a restore token; hyphens, spaces and look-alikes are taken. */
export function isToken(text: string): boolean {
  const bare = text.replace(/[\s-]/g, "");
  // Crockford's letters, and I, L and O, which are read as 1, 1 and 0.
  return bare.length === RESTORE_TOKEN_LENGTH && /^[0-9A-TV-Z]+$/i.test(bare);
}

/** Whether a text is a MAC, however its digits are grouped. */
export function isMac(text: string): boolean {
  return /^([0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i.test(text.trim());
}

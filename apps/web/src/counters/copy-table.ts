/** Puts the table on the clipboard as text and as HTML, and says how many rows. */

import { formatCount } from "@mega/locale";
import { table } from "../state/readings.ts";
import { announce, language, words } from "../state/session.ts";
import { asHtmlTable, asTsv, clipboardRows } from "../table/clipboard-table.ts";
import { choices } from "./choices.ts";

/** Copies what is ticked, or all that is visible; the count of rows leaves the head out. */
export async function copyTable(): Promise<string> {
  const shown = table.value;
  if (shown === null) return "";
  const rows = clipboardRows(shown, choices.value, words.value, language.value);
  const copied = await put(asTsv(rows), asHtmlTable(rows));
  const { counters } = words.value;
  const said = copied
    ? counters.copied(formatCount(rows.length - 1, language.value))
    : counters.copyFailed;
  announce(said);
  return said;
}

async function put(text: string, html: string): Promise<boolean> {
  try {
    const item = new ClipboardItem({
      "text/plain": new Blob([text], { type: "text/plain" }),
      "text/html": new Blob([html], { type: "text/html" }),
    });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return putByEvent(text, html);
  }
}

/** Pages without a secure context have no clipboard object, but may answer the copy event. */
function putByEvent(text: string, html: string): boolean {
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.clipboardData?.setData("text/html", html);
    event.preventDefault();
  };
  document.addEventListener("copy", fill, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done;
}

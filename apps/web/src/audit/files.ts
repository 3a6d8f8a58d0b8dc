/** The loaded part of the audit log as a file; texts cannot become formulas of a spreadsheet. */

import type { AuditItem } from "@mega/contract";

/** One line per entry, RFC 4180, UTC; details as JSON. */
export function auditCsv(entries: readonly AuditItem[]): string {
  const head = ["no", "at", "actor", "action", "object", "from_ip", "details", "hash"];
  const lines = entries.map((entry) => [
    String(entry.no),
    entry.at,
    entry.actor,
    entry.action,
    entry.object,
    entry.fromIp ?? "",
    JSON.stringify(entry.details),
    entry.hash,
  ]);
  return [head, ...lines].map(csvLine).join("\r\n");
}

/** The entries as they came, of a gateway's log and of a building's. */
export function auditJson(entries: readonly object[]): string {
  return JSON.stringify(entries, null, 2);
}

/** A line of a file for spreadsheets; none of its texts becomes a formula. */
export function csvLine(texts: readonly string[]): string {
  return texts
    .map((text) => {
      const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
    })
    .join(",");
}

/** Hands a file over to the browser. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The loaded part of a building's log as a file; texts cannot become formulas of a spreadsheet. Pure. */

import type { PortalAuditPage } from "@mega/contract";

type Entry = PortalAuditPage["entries"][number];

/** One line per entry, RFC 4180, UTC; what was and what is as JSON. */
export function auditCsv(entries: readonly Entry[]): string {
  const head = ["no", "at", "actor", "action", "person", "gateway", "before", "after"];
  const lines = entries.map(({ no, at, actor, action, person, gateway, before, after }) => [
    ...[String(no), at, actor, action, person ?? "", gateway ?? ""],
    ...[before, after].map((details) => (details === null ? "" : JSON.stringify(details))),
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

/** The entries as they came. */
export function auditJson(entries: readonly Entry[]): string {
  return JSON.stringify(entries, null, 2);
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

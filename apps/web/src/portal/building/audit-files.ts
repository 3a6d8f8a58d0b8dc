/** The loaded part of a building's log as a file; texts cannot become formulas of a spreadsheet. Pure. */

import type { PortalAuditPage } from "@mega/contract";
import { csvLine } from "../../audit/files.ts";

type Entry = PortalAuditPage["entries"][number];

/** One line per entry, RFC 4180, UTC; what was and what is as JSON. */
export function auditCsv(entries: readonly Entry[]): string {
  const head = ["no", "at", "actor", "action", "person", "gateway", "before", "after"];
  const lines = entries.map(({ no, at, actor, action, person, gateway, before, after }) => [
    ...[String(no), at, actor, action, person ?? "", gateway ?? ""],
    ...[before, after].map((details) => (details === null ? "" : JSON.stringify(details))),
  ]);
  return [head, ...lines].map((line) => `${csvLine(line)}\r\n`).join("");
}

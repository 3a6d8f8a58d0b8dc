/** What a person fills in to send the table: from the fields to the request, or none yet. Pure. */

import type { CountersTable, MailRequest } from "@mega/contract";
import type { Language } from "@mega/locale";
import { columns, exportedRows, type TableChoices, visibleMonths } from "../table/table-view.ts";
import { addressesOf, isMailAddress, MAIL_CC_MAX, type MailFormat } from "./mail-choices.ts";
import type { SendSettings } from "./mail-client.ts";

/** The fields. */
export interface SendDraft {
  readonly to: string;
  readonly cc: string;
  readonly language: Language;
  readonly formats: readonly MailFormat[];
  readonly csvDialect: "excel-be" | "rfc4180";
}

/** Why a field does not fit. */
export interface SendFaults {
  readonly to: "badAddress" | null;
  readonly cc: "badAddress" | "tooMany" | null;
}

/** The fields as the settings fill them. */
export function draftOf(settings: SendSettings): SendDraft {
  const { to, cc, language, formats, csvDialect } = settings;
  return { to, cc: cc.join(", "), language, formats: [...formats], csvDialect };
}

/** The faults of the fields. */
export function faultsOf({ to, cc }: SendDraft): SendFaults {
  const copies = addressesOf(cc);
  const badCopy = copies.some((address) => !isMailAddress(address));
  return {
    to: isMailAddress(to.trim()) ? null : "badAddress",
    cc: badCopy ? "badAddress" : copies.length > MAIL_CC_MAX ? "tooMany" : null,
  };
}

/** The request; null while a field does not fit. */
export function requestOf(
  draft: SendDraft,
  table: CountersTable,
  choices: TableChoices,
): MailRequest | null {
  const faults = faultsOf(draft);
  if (faults.to !== null || faults.cc !== null) return null;
  return {
    what: "report",
    ...partOf(table, choices),
    formats: [...draft.formats],
    csvDialect: draft.csvDialect,
    to: draft.to.trim(),
    cc: [...addressesOf(draft.cc)],
    language: draft.language,
  };
}

/** What is shown or ticked, as every file of the page has it; what is everything is left out. */
function partOf(
  table: CountersTable,
  choices: TableChoices,
): Pick<MailRequest, "channels" | "months" | "columns"> {
  const rows = exportedRows(table, choices);
  const months = visibleMonths(table, { ...choices, order: "newest" });
  const shown = columns.filter((column) => !choices.hiddenColumns.includes(column));
  const some = <T>(all: number, part: readonly T[]) => part.length > 0 && part.length < all;
  return {
    ...(some(table.rows.length, rows) ? { channels: rows.map((row) => row.channelNo) } : {}),
    ...(some(table.months.length, months) ? { months: months.map(({ month }) => month) } : {}),
    ...(some(columns.length, shown) ? { columns: [...shown] } : {}),
  };
}

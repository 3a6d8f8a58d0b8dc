/** The table of a mail: at most twenty lines, what is to be looked at first. */

import type { ChannelRow, CountersTable } from "@mega/contract";
import type { MonthKey } from "@mega/domain";
import { dictionaries, formatDecimal, type Language, MISSING, unitSymbol } from "@mega/locale";
import { findingWords } from "./finding-words.ts";
import type { ChannelFindings } from "./findings.ts";

/** Lines of a mail's table. */
export const LETTER_ROWS_MAX = 20;

/** One line, as it is printed. */
interface LetterRow {
  readonly channel: string;
  readonly name: string;
  readonly index: string;
  readonly consumption: string;
  readonly state: string;
}

/** The lines, and how many are left out. */
export interface LetterTable {
  readonly rows: readonly LetterRow[];
  readonly more: number;
}

/** The channels in use with their figures of a month, one line a counter that counts something. */
export function letterTable(
  table: CountersTable,
  month: MonthKey,
  findings: readonly ChannelFindings[],
  language: Language,
): LetterTable {
  const wrongFirst = [...findings].sort(
    (a, b) =>
      Number(a.findings.length === 0) - Number(b.findings.length === 0) ||
      a.channelNo - b.channelNo,
  );
  const rows = wrongFirst.flatMap((found) => {
    const row = table.rows.find(({ channelNo }) => channelNo === found.channelNo);
    return row === undefined ? [] : linesOf(row, found, month, table.timeZone, language);
  });
  return { rows: rows.slice(0, LETTER_ROWS_MAX), more: Math.max(0, rows.length - LETTER_ROWS_MAX) };
}

function linesOf(
  row: ChannelRow,
  found: ChannelFindings,
  month: MonthKey,
  timeZone: string,
  language: Language,
): LetterRow[] {
  const { letter } = dictionaries[language].mail;
  const state =
    found.findings.length === 0
      ? letter.inOrder
      : found.findings.map((one) => findingWords(one, timeZone, language)).join(", ");
  const head = { channel: `CH${row.channelNo}`, name: row.name };
  const lines = row.counters
    .filter((counter) => counter.counterNo === 1 || counts(counter, month))
    .map((counter) => {
      const cell = counter.cells.find((one) => one.month === month);
      const unit = unitSymbol(counter.unit);
      const figure = (text: string | null) =>
        text === null ? MISSING : `${formatDecimal(text, language)} ${unit}`;
      return {
        ...head,
        index: figure(cell?.index ?? null),
        consumption: figure(cell?.consumption ?? null),
        state: counter.counterNo === 1 ? state : "",
      };
    });
  return lines.length > 0 ? lines : [{ ...head, index: MISSING, consumption: MISSING, state }];
}

/** A second counter that never left 0 says nothing. */
function counts(counter: ChannelRow["counters"][number], month: MonthKey): boolean {
  const index = counter.cells.find((cell) => cell.month === month)?.index ?? null;
  return index !== null && /[1-9]/.test(index);
}

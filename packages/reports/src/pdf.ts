/** The COUNTERS table on paper: A4 on its side, a head on each page, no channel over two pages. */

import type { CountersTable } from "@mega/contract";
import { assert, parseInstant } from "@mega/domain";
import { dictionaries, formatDateTime, formatMonth, MISSING } from "@mega/locale";
import { legendOf, PROVISIONAL_SIGN } from "./figure-marks.ts";
import { blocksOf, type PrintedIn } from "./pdf/block.ts";
import { drawPage, type PageTexts } from "./pdf/draw-page.ts";
import { layOut } from "./pdf/layout.ts";
import { closeDocument, openDocument } from "./pdf/open-document.ts";
import { type Measure, TYPE } from "./pdf/page.ts";
import type { DocumentOptions } from "./xlsx.ts";

/** The bytes of a .pdf file. */
export async function pdfOf(table: CountersTable, options: DocumentOptions): Promise<Uint8Array> {
  const printed = { ...options, words: dictionaries[options.language] };
  const texts = pageTexts(table, printed);
  const createdAtMs = parseInstant(table.generatedAt);
  assert(createdAtMs !== undefined, `generatedAt is RFC 3339, not ${table.generatedAt}`);
  const doc = await openDocument({
    title: texts.title,
    author: `MEGA ${table.gateway.version}`,
    language: options.language,
    createdAtMs,
  });
  const measure: Measure = (text, weight) => doc.font(weight).fontSize(TYPE).widthOfString(text);
  const heads = { ...texts.heads, months: texts.monthHeads };
  const pages = layOut(blocksOf(table, printed), heads, measure);
  for (const [at, page] of pages.entries()) {
    doc.addPage();
    const pageNo = printed.words.files.page(String(at + 1), String(pages.length));
    drawPage(doc, page, { ...texts, pageNo });
  }
  return closeDocument(doc);
}

function pageTexts(table: CountersTable, printed: PrintedIn): Omit<PageTexts, "pageNo"> {
  const { words, language, columns } = printed;
  const { files, counters, states } = words;
  const { gateway, timeZone } = table;
  const months = table.months.map(({ month }) => formatMonth(month, language, "long"));
  const period = [...new Set([months.at(-1), months[0]])].join(" – ");
  const madeAt = formatDateTime(table.generatedAt, timeZone, language);
  return {
    title: `${files.title} – ${gateway.location}`,
    facts: [
      `${gateway.model} ${gateway.mac}`,
      period,
      `${files.generatedAt} ${madeAt} (${timeZone})`,
      `MEGA ${gateway.version}`,
    ].join(" · "),
    warning: gateway.demo ? files.demo : null,
    heads: {
      channel: counters.ch,
      name: columns.includes("name") ? files.headers.name : "",
      times: [
        ...(columns.includes("logTime") ? [files.headers.logTime] : []),
        ...(columns.includes("firstInit") ? [files.headers.firstInit] : []),
      ],
      line: files.headers.line,
    },
    monthHeads: table.months.map(({ month, provisional }) => {
      const name = formatMonth(month, language, "short-year");
      return provisional ? `${name} ${PROVISIONAL_SIGN}` : name;
    }),
    legend: [...legendOf(words), [MISSING, states.marks.missing], [counters.truncated]]
      .map((parts) => parts.join(" "))
      .join(" · "),
  };
}

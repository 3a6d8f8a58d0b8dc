/** Findings in words. */

import { dictionaries, formatDateTime, formatMonth, type Language } from "@mega/locale";
import type { ChannelFindings, Finding } from "./findings.ts";

/** Channels that are named in a sentence; the table has more. */
const NAMED_MAX = 8;

/** One finding: "pas de relevé depuis le 02/05/2026 18:03". */
export function findingWords(finding: Finding, timeZone: string, language: Language): string {
  const { findings } = dictionaries[language].mail;
  switch (finding.kind) {
    case "never":
      return findings.never;
    case "no-reading":
    case "quarantine":
      return findings[finding.kind](formatDateTime(finding.since, timeZone, language));
    case "index-awaited":
      return findings["index-awaited"](formatMonth(finding.month, language, "long"));
    case "month-open": {
      const months = finding.months.map((month) => formatMonth(month, language, "long"));
      return findings["month-open"](months.join(", "));
    }
  }
}

/** "CH3 pas de relevé depuis … · CH7 quarantaine depuis … · et 2 autres". */
export function wrongList(
  wrong: readonly ChannelFindings[],
  timeZone: string,
  language: Language,
): string {
  const { letter } = dictionaries[language].mail;
  const named = wrong.slice(0, NAMED_MAX).map(({ channelNo, findings }) => {
    const words = findings.map((finding) => findingWords(finding, timeZone, language));
    return `CH${channelNo} ${words.join(", ")}`;
  });
  const more = wrong.length - named.length;
  const list = named.join(" · ");
  return more === 0 ? list : `${list} · ${letter.andMore(String(more))}`;
}

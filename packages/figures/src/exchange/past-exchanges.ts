/** The recorded exchanges of a channel, newest first, each with the indexes of its month. */

import type { ExchangeInfo } from "@mega/contract";
import { type CounterNo, toUtcString } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import type { FiguresGround } from "../ports.ts";
import { shownSources } from "../table/channel-sources.ts";
import { exchangeFigures } from "./exchange-figures.ts";

/** Exchanges of a counter in an answer. */
const EXCHANGES_MAX = 20;
const counterNos: readonly CounterNo[] = [1, 2];

/** What was exchanged or set back behind the channel. */
export async function pastExchanges(
  { ledger, clock, installation }: Pick<FiguresGround, "ledger" | "clock" | "installation">,
  view: LedgerView,
  channelNo: number,
): Promise<ExchangeInfo[]> {
  const found: ExchangeInfo[] = [];
  const { timeZone } = installation;
  const nowMs = clock.nowMs();
  for (const counterNo of counterNos) {
    const shown = new Set(shownSources(view, channelNo, counterNo));
    const own = view.exchanges.filter(({ oldSourceNo }) => shown.has(oldSourceNo));
    for (const { atMs, oldSourceNo, newSourceNo, seq } of own.slice(-EXCHANGES_MAX)) {
      const asked = { readings: ledger, view, channelNo, atMs, timeZone, nowMs };
      const [figures] = await exchangeFigures(asked, [counterNo]);
      const kind = oldSourceNo === newSourceNo ? "set-back" : "exchanged";
      if (figures !== undefined) found.push({ at: toUtcString(atMs), kind, seq, figures });
    }
  }
  return found.sort((a, b) => b.at.localeCompare(a.at));
}

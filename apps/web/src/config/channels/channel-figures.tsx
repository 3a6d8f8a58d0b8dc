/** What the gateway last knew of a channel: both counters and when they came. */

import type { ChannelRow as Figures } from "@mega/contract";
import { formatDecimal, unitSymbol } from "@mega/locale";
import { ChannelStateText, shortTime } from "../../counters/marks.tsx";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";
import { counterOf } from "../../table/table-view.ts";
import type { DraftRow } from "../draft/document.ts";

interface FiguresProps {
  readonly row: DraftRow;
  readonly figures: Figures | undefined;
}

/** The three cells. */
export function ChannelFigures({ row, figures }: FiguresProps) {
  const { config } = allWords.value;
  const shown = row.meter === null || figures?.used !== true ? undefined : figures;
  return (
    <>
      <Figure label={config.fields.counter1} figures={shown} counterNo={1} />
      <Figure label={config.fields.counter2} figures={shown} counterNo={2} />
      <span class="c-seen small">
        <span class="label">{config.lastSeen}</span>
        {shown === undefined ? (
          <span class="muted">—</span>
        ) : (
          <span class="seen">
            <ChannelStateText row={shown} short />
            <span class="muted">
              {shown.logTime === null
                ? ""
                : shortTime(shown.logTime, language.value, timeZone.value)}
            </span>
          </span>
        )}
      </span>
    </>
  );
}

function Figure(props: {
  readonly label: string;
  readonly figures: Figures | undefined;
  readonly counterNo: 1 | 2;
}) {
  const { label, figures, counterNo } = props;
  const counter = figures === undefined ? undefined : counterOf(figures, counterNo);
  const index = counter?.latest?.index ?? null;
  return (
    <span class={`c-fig c-fig${counterNo} num`}>
      <span class="label">{label}</span>
      {index === null || counter === undefined ? (
        <span class="muted">—</span>
      ) : (
        <span>
          {formatDecimal(index, language.value)}{" "}
          <span class="unit">{unitSymbol(counter.unit)}</span>
        </span>
      )}
    </span>
  );
}

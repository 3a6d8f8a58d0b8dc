/** The figures of one line of a channel, a cell a month. */

import type { ChannelRow, TableMonth } from "@mega/contract";
import { formatDecimal } from "@mega/locale";
import { language, words } from "../state/session.ts";
import { roomClass, shownDecimals } from "../table/align.ts";
import { inMode } from "../table/display-unit.ts";
import { counterOf, figureOf, type Line } from "../table/table-view.ts";
import { unitMode } from "./choices.ts";
import { isDrawn, Mark } from "./marks.tsx";
import { yearRule } from "./table-heads.tsx";

interface LineCellsProps {
  readonly row: ChannelRow;
  /** Undefined where a channel has more facts than lines. */
  readonly line: Line | undefined;
  readonly months: readonly TableMonth[];
  /** Decimals of the figure with the most of them. */
  readonly most: number;
}

/** The cells; empty ones where the channel has no such counter. */
export function LineCells({ row, line, months, most }: LineCellsProps) {
  const counter = line === undefined ? undefined : counterOf(row, line.counterNo);
  if (line === undefined || counter === undefined) {
    return <NoCounter months={months} told={line?.kind === "index" && line.counterNo === 2} />;
  }
  const mode = unitMode.value;
  const room = roomClass(shownDecimals(counter.decimals, counter.unit, mode), most);
  return (
    <>
      {months.map(({ month, provisional }, index) => {
        const figure = figureOf(row, line, month);
        const text = inMode(figure?.text ?? null, counter.unit, mode);
        const mark = figure?.mark ?? null;
        const place = `${provisional ? " now" : ""}${yearRule(months, index)}`;
        return (
          <td
            key={month}
            class={`${text === null ? "none" : room}${isDrawn(mark) ? " mk" : ""}${place}`}
          >
            {formatDecimal(text, language.value)}
            {isDrawn(mark) ? <Mark mark={mark} /> : null}
          </td>
        );
      })}
    </>
  );
}

function NoCounter(props: { readonly months: readonly TableMonth[]; readonly told: boolean }) {
  const { months, told } = props;
  return (
    <>
      {months.map(({ month, provisional }, index) => (
        <td
          key={month}
          class={`none${told && index === 0 ? " mk" : ""}${provisional ? " now" : ""}${yearRule(months, index)}`}
        >
          {told && index === 0 ? <span class="told">{words.value.counters.noCounter2}</span> : null}
        </td>
      ))}
    </>
  );
}

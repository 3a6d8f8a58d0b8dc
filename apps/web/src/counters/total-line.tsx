/** A total below the table: consumption of the channels shown, by medium, unit and counter. */

import type { TableMonth, TotalRow } from "@mega/contract";
import { formatCount, formatDecimal, unitSymbol } from "@mega/locale";
import { language, words } from "../state/session.ts";
import { roomClass, shownDecimals } from "../table/align.ts";
import { displayUnit, inMode } from "../table/display-unit.ts";
import { choices } from "./choices.ts";
import { yearRule } from "./table-heads.tsx";

interface TotalProps {
  readonly total: TotalRow;
  readonly months: readonly TableMonth[];
  readonly most: number;
}

/** One total; a sum that lacks a channel says which one. */
export function TotalLine({ total, months, most }: TotalProps) {
  const { counters } = words.value;
  const mode = choices.value.unit;
  const unit = unitSymbol(displayUnit(total.unit, mode).unit);
  const room = roomClass(shownDecimals(total.decimals, total.unit, mode), most);
  return (
    <tr>
      <th scope="row" colSpan={3}>
        {counters.total(String(total.counterNo), whatOf(total))}{" "}
        <span class="unit">
          {unit} · {counters.channels(formatCount(total.channels.length, language.value))}
        </span>
      </th>
      {months.map(({ month, provisional }, index) => {
        const cell = total.cells.find((candidate) => candidate.month === month);
        const text = inMode(cell?.consumption ?? null, total.unit, mode);
        const lacking = text === null || cell?.partial !== true ? null : cell.missingChannels;
        const place = `${lacking === null ? "" : " mk"}${provisional ? " now" : ""}${yearRule(months, index)}`;
        return (
          <td key={month} class={`${text === null ? "none" : room}${place}`}>
            {formatDecimal(text, language.value)}
            {lacking === null ? null : <Partial channels={lacking} />}
          </td>
        );
      })}
    </tr>
  );
}

function Partial({ channels }: { readonly channels: readonly number[] }) {
  const meaning = words.value.counters.partial(channels.map((no) => `CH${no}`).join(", "));
  return (
    <>
      <i class="m" title={meaning} aria-hidden="true">
        ◐
      </i>
      <span class="vh"> {meaning}</span>
    </>
  );
}

/** "Electricity, import"; a counter's name only where it says more than the medium. */
function whatOf({ medium, counterId }: TotalRow): string {
  const { states } = words.value;
  const names: Readonly<Record<string, string>> = states.counterIds;
  if (counterId === "energy" || counterId === "volume") return states.media[medium];
  return `${states.media[medium]}, ${names[counterId] ?? counterId}`;
}

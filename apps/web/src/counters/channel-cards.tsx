/** The table on a phone: a card a channel, with its months folded in. */

import type { ChannelRow, CountersTable } from "@mega/contract";
import { formatDecimal, formatMonth, formatQuantity } from "@mega/locale";
import { inside } from "../state/address.ts";
import { below } from "../state/place.ts";
import { language, timeZone, words } from "../state/session.ts";
import { displayUnit, inMode } from "../table/display-unit.ts";
import { counterOf, figureOf, visibleLines, visibleMonths } from "../table/table-view.ts";
import { choices, tickChannel } from "./choices.ts";
import { ChannelStateText, Mark, shortTime } from "./marks.tsx";
import { useRowParts } from "./row-parts.ts";

interface CardProps {
  readonly table: CountersTable;
  readonly row: ChannelRow;
}

/** The cards of the rows. */
export function ChannelCards(props: {
  readonly table: CountersTable;
  readonly rows: readonly ChannelRow[];
}) {
  return (
    <ul class="cards">
      {props.rows.map((row) => (
        <ChannelCard key={row.channelNo} table={props.table} row={row} />
      ))}
    </ul>
  );
}

function ChannelCard({ table, row }: CardProps) {
  const { Button, Menu } = useRowParts();
  const { counters } = words.value;
  return (
    <li class={row.used ? "card cc" : "card cc off"}>
      <div class="cc-h">
        {row.used ? (
          <input
            class="tick"
            type="checkbox"
            aria-label={counters.tick(String(row.channelNo))}
            checked={choices.value.ticked.includes(row.channelNo)}
            onChange={(event) => tickChannel(row.channelNo, event.currentTarget.checked)}
          />
        ) : (
          <span />
        )}
        <Button row={row} />
        {row.used ? (
          <a href={inside(below(`/channels/${row.channelNo}`))} data-inside>
            {row.name === "" ? counters.unnamed : row.name}
          </a>
        ) : (
          <span class="muted">{counters.unused}</span>
        )}
        <Menu row={row} />
      </div>
      {row.used ? <CardFigures table={table} row={row} /> : null}
    </li>
  );
}

function CardFigures({ table, row }: CardProps) {
  const { counters } = words.value;
  const counter = counterOf(row, 1);
  const mode = choices.value.unit;
  const unit = counter?.unit ?? "kWh";
  const latest = inMode(counter?.latest?.index ?? null, unit, mode);
  return (
    <>
      <p class="cc-s small">
        <ChannelStateText row={row} />
        <span class="muted">
          {row.logTime === null ? "" : shortTime(row.logTime, language.value, timeZone.value)}
        </span>
      </p>
      <div class="cc-v">
        <p>
          <span class="small muted">{counters.index("1")}</span>
          <b>{formatQuantity(latest, displayUnit(unit, mode).unit, language.value)}</b>
        </p>
        {table.months.slice(0, 2).map(({ month, provisional }) => {
          const figure = figureOf(row, { kind: "diff", counterNo: 1 }, month);
          return (
            <p key={month}>
              <span class="small muted">
                {formatMonth(month, language.value, "short")}
                {provisional ? " *" : ""}
              </span>
              <b>
                {formatDecimal(inMode(figure?.text ?? null, unit, mode), language.value)}
                <Mark mark={figure?.mark ?? null} />
              </b>
            </p>
          );
        })}
      </div>
      <details>
        <summary>{counters.months12}</summary>
        <CardMonths table={table} row={row} />
      </details>
    </>
  );
}

function CardMonths({ table, row }: CardProps) {
  const { counters, doors } = words.value;
  const lines = visibleLines(choices.value).filter(
    (line) => counterOf(row, line.counterNo) !== undefined,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={`CH${row.channelNo}, ${counters.months12}`}>
      <table class="mini">
        <thead>
          <tr>
            <th scope="col">{doors.month}</th>
            {lines.map((line) => (
              <th scope="col" key={`${line.kind}${line.counterNo}`}>
                {counters[line.kind](String(line.counterNo))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {visibleMonths(table, choices.value).map(({ month, provisional }) => (
            <tr key={month}>
              <th scope="row">
                {formatMonth(month, language.value, "short-year")}
                {provisional ? " *" : ""}
              </th>
              {lines.map((line) => {
                const figure = figureOf(row, line, month);
                const unit = counterOf(row, line.counterNo)?.unit ?? "";
                return (
                  <td key={`${line.kind}${line.counterNo}`}>
                    {formatDecimal(
                      inMode(figure?.text ?? null, unit, choices.value.unit),
                      language.value,
                    )}
                    <Mark mark={figure?.mark ?? null} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

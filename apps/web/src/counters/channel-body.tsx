/** One channel of the table: four lines of figures, and beside them what the channel is. */

import type { ChannelRow, TableColumn, TableMonth } from "@mega/contract";
import { formatDateTime, unitSymbol } from "@mega/locale";
import { useComputed } from "@preact/signals";
import type { ComponentChild } from "preact";
import { inside } from "../state/address.ts";
import { below } from "../state/place.ts";
import { language, timeZone, words } from "../state/session.ts";
import { displayUnit } from "../table/display-unit.ts";
import { meterName } from "../table/meter-name.ts";
import { counterOf, type Line } from "../table/table-view.ts";
import { choices, hiddenColumns, shownLines, tickChannel, unitMode } from "./choices.ts";
import { LineCells } from "./line-cells.tsx";
import { LogTime } from "./log-time.tsx";
import { ChannelStateText } from "./marks.tsx";
import { useRowParts } from "./row-parts.ts";
import { Spark } from "./spark.tsx";

interface BodyProps {
  readonly row: ChannelRow;
  readonly months: readonly TableMonth[];
  /** Decimals of the figure with the most of them. */
  readonly most: number;
  /** Whether paper and files leave the channel out, because others are ticked. */
  readonly leftOut: boolean;
}

/** The lines of a channel; a channel without a meter has one. */
export function ChannelBody(props: BodyProps) {
  const { row, months, most, leftOut } = props;
  if (!row.used) return <UnusedBody row={row} months={months} />;
  const facts = factsOf(row);
  const lines = shownLines.value;
  const height = Math.max(1, lines.length, facts.length);
  return (
    <tbody class={leftOut ? "out" : ""}>
      {Array.from({ length: height }, (_, index) => (
        <tr key={index} class={lineClass(lines[index])}>
          {index === 0 ? <ChannelCell row={row} height={height} /> : null}
          <td class="nm">{facts[index] ?? null}</td>
          <LineHead row={row} line={lines[index]} first={index === 0} />
          <LineCells row={row} line={lines[index]} months={months} most={most} />
        </tr>
      ))}
    </tbody>
  );
}

function UnusedBody({ row, months }: Pick<BodyProps, "row" | "months">) {
  const { Button } = useRowParts();
  return (
    <tbody class="off">
      <tr class="i1">
        <th scope="rowgroup" class="ch">
          <div>
            <span />
            <Button row={row} />
          </div>
        </th>
        <td class="nm">{words.value.counters.unused}</td>
        <td class="lt" />
        <td colSpan={Math.max(1, months.length)} />
      </tr>
    </tbody>
  );
}

function ChannelCell({ row, height }: { readonly row: ChannelRow; readonly height: number }) {
  const { Button, Menu } = useRowParts();
  return (
    <th scope="rowgroup" rowSpan={height} class="ch">
      <div>
        <Tick channelNo={row.channelNo} />
        <Button row={row} />
        <Menu row={row} />
      </div>
    </th>
  );
}

/** Draws itself alone anew when its channel is ticked. */
function Tick({ channelNo }: { readonly channelNo: number }) {
  const isTicked = useComputed(() => choices.value.ticked.includes(channelNo));
  return (
    <input
      class="tick"
      type="checkbox"
      aria-label={words.value.counters.tick(String(channelNo))}
      checked={isTicked.value}
      onChange={(event) => tickChannel(channelNo, event.currentTarget.checked)}
    />
  );
}

function lineClass(line: Line | undefined): string {
  if (line?.counterNo !== 1) return "";
  return line.kind === "index" ? "i1" : "df";
}

/** What stands under the name: the state where it is not in order, unit and meter, first init. */
function factsOf(row: ChannelRow): readonly ComponentChild[] {
  const { counters } = words.value;
  const shown = (column: TableColumn) => !hiddenColumns.value.includes(column);
  const unit = counterOf(row, 1)?.unit;
  const unitText = unit === undefined ? "" : unitSymbol(displayUnit(unit, unitMode.value).unit);
  const facts: ComponentChild[] = [];
  if (shown("name")) {
    facts.push(
      <a class="name" href={inside(below(`/channels/${row.channelNo}`))} data-inside>
        {row.name === "" ? counters.unnamed : row.name}
      </a>,
    );
  }
  facts.push(row.state === "ok" ? <Spark row={row} /> : <ChannelStateText row={row} short />);
  if (shown("units")) {
    const kind = [
      row.inTotals ? "" : counters.notInTotals,
      words.value.states.unitKinds[row.unitKind],
      row.meter === null ? "" : meterName(row.meter, words.value),
    ];
    facts.push(
      <>
        {unitText} <span class="ty">{kind.filter((text) => text !== "").join(" · ")}</span>
      </>,
    );
  }
  if (shown("firstInit") && row.firstInit !== null) {
    facts.push(
      <>
        <abbr title={counters.firstInitLong}>{counters.firstInit}</abbr>{" "}
        {formatDateTime(row.firstInit, timeZone.value, language.value)}
      </>,
    );
  }
  return facts;
}

function LineHead(props: {
  readonly row: ChannelRow;
  readonly line: Line | undefined;
  readonly first: boolean;
}) {
  const { row, line, first } = props;
  const label = line === undefined ? "" : words.value.counters[line.kind](String(line.counterNo));
  if (!first || hiddenColumns.value.includes("logTime")) {
    return line === undefined ? <td class="lt" /> : <th scope="row">{label}</th>;
  }
  return (
    <th scope="row">
      <span class="vh">{label}, </span>
      <LogTime row={row} />
    </th>
  );
}

/** From the parameters of an address to a part of the table, or a refusal. Pure. */

import { type CountersQuery, fieldProblem, type TableColumn, tableColumns } from "@mega/contract";
import { type MonthKey, monthOf } from "@mega/domain";
import type { Installation } from "@mega/installation";
import type { TablePart } from "./counters.ts";

/**
 * The part asked for; months newest first.
 * @param own the only channels that are there for who asks; all when left out
 */
export function tablePart(
  query: CountersQuery,
  installation: Installation,
  nowMs: number,
  own?: ReadonlySet<number>,
): TablePart {
  const channels = channelsOf(query.channels, installation, own);
  const months = monthsOf(query.months, monthOf(nowMs, installation.timeZone));
  return {
    ...(channels === undefined ? {} : { channels }),
    ...(months === undefined ? {} : { months }),
  };
}

/** "0" and nothing mean all. */
function channelsOf(
  list: string | undefined,
  { channels, model }: Installation,
  own: ReadonlySet<number> | undefined,
): ReadonlySet<number> | undefined {
  if (list === undefined || list === "0") return undefined;
  const asked = list.split(",").map(Number);
  const isThere = (no: number) => no <= channels.length && own?.has(no) !== false;
  const stranger = asked.find((channelNo) => !isThere(channelNo));
  if (stranger === undefined) return new Set(asked);
  throw fieldProblem({
    pointer: "/query/channels",
    value: stranger,
    allowed: `1 to ${channels.length} on a ${model}, or 0 for all`,
  });
}

function monthsOf(list: string | undefined, runningMonth: MonthKey): MonthKey[] | undefined {
  if (list === undefined) return undefined;
  const asked = [...new Set(list.split(","))].sort().reverse();
  const newest = asked[0];
  if (newest === undefined || newest <= runningMonth) return asked;
  throw fieldProblem({
    pointer: "/query/months",
    value: newest,
    allowed: `months up to ${runningMonth}, which is running`,
    code: "in-future",
  });
}

/** The refusal of months that are all outside of what may be seen. */
export function monthsOutside(list: string | undefined): Error {
  return fieldProblem({
    pointer: "/query/months",
    value: list,
    allowed: "months of which the figures are yours to see",
  });
}

/** The columns and lines asked for, in the order of the table; nothing means all. */
export function askedColumns(list: string | undefined): readonly TableColumn[] {
  const asked = list?.split(",");
  return tableColumns.filter((column) => asked === undefined || asked.includes(column));
}

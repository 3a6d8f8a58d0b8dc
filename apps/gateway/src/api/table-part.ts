/** From the parameters of an address to a part of the table, or a refusal. Pure. */

import { type CountersQuery, type TableColumn, tableColumns } from "@mega/contract";
import { type MonthKey, monthOf } from "@mega/domain";
import type { Installation } from "../config/installation.ts";
import type { TablePart } from "../counters/counters.ts";
import { fieldProblem } from "./problem.ts";

/** The part asked for; months newest first. */
export function tablePart(
  query: CountersQuery,
  installation: Installation,
  nowMs: number,
): TablePart {
  const channels = channelsOf(query.channels, installation);
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
): ReadonlySet<number> | undefined {
  if (list === undefined || list === "0") return undefined;
  const asked = list.split(",").map(Number);
  const stranger = asked.find((channelNo) => channelNo > channels.length);
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

/** The columns and lines asked for, in the order of the table; nothing means all. */
export function askedColumns(list: string | undefined): readonly TableColumn[] {
  const asked = list?.split(",");
  return tableColumns.filter((column) => asked === undefined || asked.includes(column));
}

/** Totals of a part of the table, by the gateway: screen and files then have one arithmetic. */

import type { CountersTable, TotalRow } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchTable } from "../api/client.ts";

/** A person who types or ticks on is waited for. */
const PAUSE_MS = 150;

/** The totals of the channels; of another part than all they come a moment later, until then none. */
export function useTotals(
  table: CountersTable | null,
  channels: readonly number[],
): readonly TotalRow[] {
  const wanted = channels.join(",");
  const used = (table?.rows ?? []).filter((row) => row.used).map((row) => row.channelNo);
  const whole = used.every((channelNo) => channels.includes(channelNo));
  const [part, setPart] = useState<{ key: string; totals: readonly TotalRow[] } | null>(null);
  const key = `${wanted} ${table?.generatedAt ?? ""}`;
  useEffect(() => {
    if (whole || wanted === "") return;
    let stale = false;
    const timer = setTimeout(() => {
      fetchTable({ channels: wanted.split(",").map(Number) }).then(
        ({ totals }) => stale || setPart({ key, totals }),
        () => stale || setPart({ key, totals: [] }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [key, whole, wanted]);
  if (whole) return table?.totals ?? [];
  return part?.key === key ? part.totals : [];
}

/** The new period of a channel that can still be undone, asked for again whenever figures change. */

import type { UndoablePeriod } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchUndoable } from "../api/client.ts";
import { mayAs } from "../state/login.ts";
import { changes } from "../state/readings.ts";

/** Null where there is none, where it is not known yet, and for who may not undo. */
export function useUndoable(channelNo: number): UndoablePeriod | null {
  const [found, setFound] = useState<UndoablePeriod | null>(null);
  const may = mayAs(["owner", "manager"]);
  const version = changes.value;
  useEffect(() => {
    if (!may) return;
    let stale = false;
    fetchUndoable().then(
      ({ periods }) => {
        const own = periods.find((period) => period.channelNo === channelNo);
        if (!stale) setFound(own ?? null);
      },
      // A question beside the page: where it fails the page itself says so.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [channelNo, may, version]);
  return found;
}

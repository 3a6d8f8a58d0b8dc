/** What the gateway says a new period would end, asked again whenever its start changes. */

import type { PeriodPreview } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { previewPeriod } from "../api/client.ts";
import { failureText } from "../state/session.ts";
import type { Effective } from "./draft.ts";

/** A person who types on is waited for. */
const PAUSE_MS = 150;

/** The preview, null until it has come, or why it did not. */
export function usePreview(channelNo: number, effective: Effective) {
  const [state, setState] = useState<{ preview: PeriodPreview | null; failure: string | null }>({
    preview: null,
    failure: null,
  });
  const at = effective.kind === "at" ? effective.at : undefined;
  const asked = effective.kind !== "none";
  useEffect(() => {
    if (!asked) return;
    let stale = false;
    const timer = setTimeout(() => {
      previewPeriod(channelNo, at).then(
        (preview) => stale || setState({ preview, failure: null }),
        (error) => stale || setState({ preview: null, failure: failureText(error).text }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [channelNo, at, asked]);
  return state;
}

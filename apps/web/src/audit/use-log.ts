/** The audit log page by page, newest first. */

import type { AuditItem, AuditPage } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchAudit } from "../api/access.ts";
import { failureText } from "../state/session.ts";

const PAGE_LENGTH = 50;

/** What is loaded of the log. */
export interface LogState {
  /** Null until the first page has come. */
  readonly entries: readonly AuditItem[] | null;
  readonly chain: AuditPage["chain"] | null;
  /** Whether the beginning of the log is loaded. */
  readonly isWhole: boolean;
  readonly busy: boolean;
  readonly failure: string | null;
  readonly more: () => void;
}

/** Loads the newest page, and older ones when asked. */
export function useLog(): LogState {
  const [state, setState] = useState<Omit<LogState, "more">>({
    entries: null,
    chain: null,
    isWhole: false,
    busy: false,
    failure: null,
  });
  const load = async (before: number | undefined) => {
    setState((now) => ({ ...now, busy: true, failure: null }));
    try {
      const { entries, chain } = await fetchAudit(before, PAGE_LENGTH);
      setState((now) => ({
        entries: [...(before === undefined ? [] : (now.entries ?? [])), ...entries],
        chain,
        isWhole: entries.length < PAGE_LENGTH,
        busy: false,
        failure: null,
      }));
    } catch (error) {
      setState((now) => ({ ...now, busy: false, failure: failureText(error).text }));
    }
  };
  useEffect(() => void load(undefined), []);
  return {
    ...state,
    more: () => {
      if (!state.busy) void load(state.entries?.at(-1)?.no);
    },
  };
}

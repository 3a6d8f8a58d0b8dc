/** The frames on screen: the newest ones, older ones on demand, newer ones while followed. */

import type { FrameInfo } from "@mega/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";
import { type FrameFilter, fetchFrames } from "./bus-client.ts";

const FOLLOW_EVERY_MS = 2000;
/** Lines on screen; the file has all that is kept. */
const SHOWN_MAX = 600;

interface Shown {
  readonly key: string;
  readonly frames: readonly FrameInfo[];
  readonly newestNo: number;
  readonly oldestNo: number;
}

/** The frames of a filter. */
export function useFrames(busId: string, filter: FrameFilter, live: boolean) {
  const key = `${busId} ${filter.address ?? ""} ${filter.kind ?? ""}`;
  const [shown, setShown] = useState<Shown>({ key, frames: [], newestNo: 0, oldestNo: 0 });
  const [failure, setFailure] = useState<string | null>(null);
  const current = useRef(shown);
  current.current = shown;
  const fail = (error: unknown) => setFailure(failureText(error).text);
  useEffect(() => {
    let stale = false;
    fetchFrames(busId, filter).then((page) => {
      if (!stale) setShown({ key, ...page });
    }, fail);
    return () => {
      stale = true;
    };
  }, [key]);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      const before = current.current;
      fetchFrames(busId, filter, { after: before.newestNo }).then((page) => {
        if (current.current.key !== key) return;
        const frames = [...page.frames, ...before.frames].slice(0, SHOWN_MAX);
        setShown({ key, frames, newestNo: page.newestNo, oldestNo: page.oldestNo });
      }, fail);
    }, FOLLOW_EVERY_MS);
    return () => clearInterval(timer);
  }, [key, live]);
  const last = shown.frames.at(-1)?.no ?? 0;
  const older = () => {
    fetchFrames(busId, filter, { before: last }).then((page) => {
      setShown((before) => {
        if (before.key !== key) return before;
        const frames = [...before.frames, ...page.frames].slice(0, SHOWN_MAX);
        // Nothing more of this filter is kept.
        const oldestNo = page.frames.length === 0 ? (before.frames.at(-1)?.no ?? 0) : page.oldestNo;
        return { ...before, frames, oldestNo };
      });
    }, fail);
  };
  const more = last > shown.oldestNo && shown.frames.length < SHOWN_MAX;
  return { frames: shown.key === key ? shown.frames : [], older, more, failure };
}

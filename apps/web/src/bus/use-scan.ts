/** The scan of a line: followed while it runs, begun and ended from here. */

import type { ScanJob } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { allWords } from "../state/all-words.ts";
import { scanProgress } from "../state/scan.ts";
import { announce, failureText } from "../state/session.ts";
import { cancelScan, fetchScan, startScan } from "./bus-client.ts";
import { count } from "./bus-figures.ts";
import { useFetched } from "./use-fetched.ts";

const EVERY_MS = 1000;

/** A scan with its buttons. */
export interface Scan {
  readonly job: ScanJob | null;
  readonly refused: string | null;
  readonly start: (from: number, to: number) => void;
  readonly stop: () => void;
}

/** Follows the scan of a line. */
export function useScan(busId: string): Scan {
  const [refused, setRefused] = useState<string | null>(null);
  const [pace, setPace] = useState<number | null>(null);
  const { answer, again } = useFetched(() => fetchScan(busId), busId, pace);
  const job = answer?.job ?? null;
  const runs = job !== null && job.endedAt === null;
  useEffect(() => setPace(runs ? EVERY_MS : null), [runs]);
  // Another page may have begun one.
  const told = scanProgress.value;
  const begun = told?.busId === busId && told.jobId !== job?.jobId ? told.jobId : null;
  useEffect(() => {
    if (begun !== null) again();
  }, [begun, again]);
  const ended = job?.endedAt ?? null;
  useEffect(() => {
    if (ended === null || job === null) return;
    const { bus } = allWords.value;
    announce(`${bus.scanStates[job.state]}. ${bus.scanFound(count(job.found))}.`);
  }, [ended]);
  const deed = (task: Promise<unknown>) =>
    task.then(
      () => {
        setRefused(null);
        again();
      },
      (error: unknown) => setRefused(failureText(error).text),
    );
  return {
    job,
    refused,
    start: (from, to) => void deed(startScan(busId, { from, to })),
    stop: () => void deed(cancelScan(busId)),
  };
}

/** The buttons of a scan and how far it is. */

import type { ScanJob } from "@mega/contract";
import { useLayoutEffect, useRef } from "preact/hooks";
import { allWords } from "../state/all-words.ts";
import { mayAs } from "../state/login.ts";
import { count, written } from "./bus-figures.ts";
import type { Scan } from "./use-scan.ts";

const QUICK_TO = 32;
const ALL_TO = 247;

/** The bar. */
export function ScanBar({ scan }: { readonly scan: Scan }) {
  const { bus } = allWords.value;
  const { job, refused, start, stop } = scan;
  const runs = job !== null && job.endedAt === null;
  const may = mayAs(["owner", "installer"]);
  return (
    <section class="card scan" aria-label={bus.scan("1", String(ALL_TO))}>
      <div class="row">
        {may && !runs ? (
          <>
            <button type="button" class="btn" onClick={() => start(1, QUICK_TO)}>
              {bus.scan("1", String(QUICK_TO))}
            </button>
            <button type="button" class="btn" onClick={() => start(1, ALL_TO)}>
              {bus.scan("1", String(ALL_TO))}
            </button>
          </>
        ) : null}
        {may && runs ? (
          <button type="button" class="btn" onClick={stop}>
            {bus.scanStop}
          </button>
        ) : null}
        <p class="soft small">{job === null ? bus.scanHint : lineOf(job)}</p>
      </div>
      {job === null ? null : <Progress job={job} />}
      {refused === null ? null : (
        <p class="banner banner--bad" role="alert">
          <span>{refused}</span>
        </p>
      )}
    </section>
  );
}

function lineOf(job: ScanJob): string {
  const { bus } = allWords.value;
  const parts = [
    bus.scanStates[job.state],
    bus.scanProgress(count(job.done), count(job.total)),
    bus.scanFound(count(job.found)),
  ];
  if (job.endedAt === null) parts.push(bus.scanRest(written(Math.max(1000, job.restMs))));
  return parts.join(" · ");
}

function Progress({ job }: { readonly job: ScanJob }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    bar.current?.style.setProperty("--v", String((job.done * 100) / job.total));
  });
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={allWords.value.bus.scan(String(job.from), String(job.to))}
      aria-valuemin={0}
      aria-valuemax={job.total}
      aria-valuenow={job.done}
      aria-valuetext={lineOf(job)}
    >
      <i ref={bar} />
    </div>
  );
}

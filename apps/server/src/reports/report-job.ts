/** The job that makes reports as they fall due. They go out by the queue of mails. */

import type { ReportTrouble } from "@mega/contract";
import { decideReport, MegaError } from "@mega/domain";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import { type DrawKept, keptFigures } from "../figures/kept-figures.ts";
import { startTurns } from "../turns.ts";
import { drawnFiles, dueReport, reportLetter } from "./draw-report.ts";
import { keepReport, sweepReports } from "./keep-report.ts";
import { reportPage } from "./report-page.ts";
import {
  isStillWanted,
  type KeptSchedule,
  type Looked,
  nextDueMs,
  noteLook,
  ruleOf,
  takeSchedule,
} from "./report-schedules.ts";

/** What the job stands on. */
export type ReportJobParts = Pick<ServerContext, "clock" | "database" | "dataFolder" | "publicUrl">;

/** Looks for rhythms that often. */
const EVERY_MS = 30_000;
/** What could not be made is tried again after this. */
const AGAIN_MS = 3_600_000;
/** Reports of one run; the next one goes on. */
const RUN_MAX = 100;
const job = { kind: "job" } as const;

/** Starts it; what comes back ends it, the report that is being made first. */
export function startReportJob(
  parts: ReportJobParts,
  onFailure: (cause: unknown) => void,
): () => Promise<void> {
  const turn = reportMaker(parts);
  return startTurns({ clock: parts.clock, pauseMs: () => EVERY_MS, turn, onFailure });
}

/** Makes what is due. @returns what a run is started with */
export function reportMaker(parts: ReportJobParts): (isStopped?: () => boolean) => Promise<void> {
  const { clock, database } = parts;
  const draw = keptFigures(parts);
  return async (isStopped = () => false) => {
    await database.as(job, (tx) => sweepReports(tx, clock.nowMs()));
    for (let count = 0; count < RUN_MAX && !isStopped(); count++) {
      const kept = await database.as(job, (tx) => takeSchedule(tx, clock.nowMs()));
      if (kept === undefined) return;
      await look(parts, draw, kept);
    }
  };
}

/** Looks at one rhythm: a report that is made, or why none is. */
async function look(parts: ReportJobParts, draw: DrawKept, kept: KeptSchedule): Promise<void> {
  const { clock, database } = parts;
  const nowMs = clock.nowMs();
  try {
    if (!(await database.as(job, (tx) => isStillWanted(tx, kept)))) {
      throw new Untold("no-manager");
    }
    await makeDue(parts, draw, kept);
  } catch (cause) {
    const again = { lastDueMs: kept.lastDueMs, nextLookMs: nowMs + AGAIN_MS };
    const trouble = troubleOf(cause);
    await database.as(job, (tx) => noteLook(tx, kept, { ...again, trouble, nowMs }));
    if (trouble === "failed") throw cause;
  }
}

/** Why a report is not made, as the page tells it. */
class Untold extends Error {
  readonly why: ReportTrouble;

  constructor(why: ReportTrouble) {
    super(`no report: ${why}`);
    this.why = why;
  }
}

function troubleOf(cause: unknown): ReportTrouble {
  if (cause instanceof Untold) return cause.why;
  return cause instanceof MegaError && cause.code === "REQUEST_INVALID" ? "too-large" : "failed";
}

async function makeDue(
  { clock, database, publicUrl }: ReportJobParts,
  draw: DrawKept,
  kept: KeptSchedule,
): Promise<void> {
  const { gatewayId, buildingId, schedule, setBy } = kept;
  const figures = await draw(gatewayId);
  if (figures === undefined) throw new Untold("no-figures");
  const { timeZone } = figures.ground.installation;
  const nowMs = clock.nowMs();
  const rule = ruleOf(schedule);
  const memory = { schedule: JSON.stringify([rule, timeZone]), lastDueMs: kept.lastDueMs };
  const decision = decideReport(rule, memory, nowMs, timeZone);
  const nextLookMs = nextDueMs(schedule, nowMs, timeZone);
  const done = async (tx: Transaction, lastDueMs: number) => {
    const looked: Looked = { lastDueMs, nextLookMs, trouble: null, nowMs };
    return noteLook(tx, kept, looked);
  };
  if (decision.kind !== "send") {
    const { lastDueMs } = decision.kind === "begin" ? decision.memory : kept;
    await database.as(job, (tx) => done(tx, lastDueMs));
    return;
  }
  // A table has no hours in it: nobody's are hidden or shown.
  const viewer = { accountId: String(setBy), why: "stay", staysBehind: () => [] } as const;
  const seen = figures.whole(viewer);
  const due = await dueReport(seen, schedule, { dueMs: decision.dueMs, timeZone });
  const wish = { ...due, pagesUrl: reportPage(publicUrl, gatewayId) };
  const files = await drawnFiles(wish);
  await database.as(job, async (tx) => {
    // While it was drawn the gateway may have moved, or the right have ended.
    if (!(await isStillWanted(tx, kept))) throw new Untold("no-manager");
    if (!(await done(tx, decision.dueMs))) return;
    const senderName = wish.table.gateway.location;
    const recipients = [schedule.to, ...schedule.cc];
    const text = reportLetter(wish);
    const made = { gatewayId, buildingId, text, files, senderName, recipients, nowMs };
    await keepReport(tx, { ...made, kind: "report" });
  });
}

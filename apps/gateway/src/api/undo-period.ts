/**
 * Taking a new period back within a day: GET /periods/undoable says what can be, and POST
 * /channels/:channelNo/periods/undo does it. The period before goes on as if it had never ended.
 */

import type { UndoAnswer, UndoableList, UndoablePeriod, UndoRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { type CounterNo, decimalText, MegaError, toUtcString } from "@mega/domain";
import { installedChannel } from "@mega/figures";
import { asIfUndone, type TenancyRecord } from "@mega/ledger";
import { StayEnds } from "../access/stay-ends.ts";
import { type ChannelTurns, channelBusy } from "../periods/channel-turns.ts";
import { type IssuedDocument, type StartedPeriod, startedPeriod } from "../periods/undo-rule.ts";
import { undoneMonths } from "../periods/undone-months.ts";
import type { ApiContext } from "./api-context.ts";
import { confirmed } from "./channel-path.ts";

/** No kind of entry issues a document. */
const issued: readonly IssuedDocument[] = [];
/** A round may close a month of the channel between the question and the answer. */
const TRIES_MAX = 3;
const counterNos: readonly CounterNo[] = [1, 2];

/** What can be taken back at this moment, by channel. */
export function undoableList({ installation, ledger, clock }: ApiContext): UndoableList {
  const view = ledger.snapshot();
  const nowMs = clock.nowMs();
  const periods = installation.channels.flatMap(({ channelNo }) => {
    const started = startedPeriod(view, channelNo, nowMs, issued);
    return started === undefined ? [] : [undoablePeriod(channelNo, started)];
  });
  return { periods };
}

function undoablePeriod(channelNo: number, started: StartedPeriod): UndoablePeriod {
  const { tenancy, resumed, untilMs, kept } = started;
  return {
    channelNo,
    tenancyId: tenancy.tenancyId,
    startedAt: toUtcString(tenancy.startedAtMs),
    openings: openingsOf(tenancy),
    undoableUntil: toUtcString(untilMs),
    kept,
    comesBack: { startedAt: toUtcString(resumed.startedAtMs), openings: openingsOf(resumed) },
  };
}

function openingsOf({ opening }: TenancyRecord): UndoablePeriod["openings"] {
  return counterNos.flatMap((counterNo) => {
    const index = opening[counterNo];
    return index === null ? [] : [{ counterNo, unit: index.unit, index: decimalText(index) }];
  });
}

/** Takes the newest period of the channel back. */
export async function undoPeriod(
  context: ApiContext,
  turns: ChannelTurns,
  channelNo: number,
  request: UndoRequest,
  actor: string,
): Promise<UndoAnswer> {
  installedChannel(context, channelNo);
  confirmed(channelNo, request.confirmChannelNo);
  return turns.take(channelNo, async () => {
    for (let tries = 1; ; tries += 1) {
      const answer = await tryUndo(context, channelNo, request, actor);
      if (answer !== "again") return answer;
      if (tries === TRIES_MAX) throw channelBusy(channelNo);
    }
  });
}

async function tryUndo(
  context: ApiContext,
  channelNo: number,
  { tenancyId }: UndoRequest,
  actor: string,
): Promise<UndoAnswer | "again"> {
  const { ledger, clock, installation, tzVersion, database } = context;
  const { timeZone } = installation;
  const view = ledger.snapshot();
  const nowMs = clock.nowMs();
  const started = startedPeriod(view, channelNo, nowMs, issued);
  if (started?.tenancy.tenancyId !== tenancyId) throw notThere(channelNo, tenancyId);
  if (started.kept !== null) throw kept(channelNo, started.kept);
  const { tenancy, resumed } = started;
  const { startedAtMs } = tenancy;
  const asIf = asIfUndone(view, { channelNo, tenancyId });
  if (asIf === undefined) throw notThere(channelNo, tenancyId);
  const place = { channelNo, undoneId: tenancyId, startedAtMs };
  const months = await undoneMonths({ ledger, asIf, ...place, timeZone, tzVersion, nowMs });
  if (typeof months === "string") throw monthOpen(channelNo, months);
  const stays = new StayEnds(database);
  const giveBack = stays.removeFrom({ channelNo, startedAtMs });
  const undone = { kind: "tenancy-undone", tenancyId, channelNo, why: "by a person" } as const;
  // Where the disk fails nobody knows whether it was written: then the stays are not given back.
  const outcome = await ledger.append([undone, ...months], actor);
  if (!outcome.ok) {
    giveBack();
    if (outcome.refusal.code === "REVISION_WRONG") return "again";
    throw refusedBy(outcome.refusal);
  }
  stays.goOnWithout(tenancyId);
  return {
    channelNo,
    undoneTenancyId: tenancyId,
    tenancyId: resumed.tenancyId,
    startedAt: toUtcString(resumed.startedAtMs),
    revisedMonths: months.map(({ month }) => month),
    seq: outcome.entries[0]?.seq ?? 0,
  };
}

function refusedBy({ code, field, value, allowed }: RefusalFields): MegaError {
  return new MegaError("LEDGER_REFUSED", `${code}: ${field} is ${String(value)}`, {
    hint: `Allowed: ${allowed}.`,
  });
}

interface RefusalFields {
  readonly code: string;
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;
}

function notThere(channelNo: number, tenancyId: string): MegaError {
  return fieldProblem({
    pointer: "/tenancyId",
    value: tenancyId,
    allowed: `the newest period of channel ${channelNo}, within 24 hours of its start`,
    code: "too-late",
    error: "CONFLICT",
  });
}

function kept(channelNo: number, code: "issued" | "exchange-since"): MegaError {
  const allowed =
    code === "issued"
      ? "a period on which nothing was issued"
      : "a period since which no meter exchange was recorded";
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed,
    code,
    error: "CONFLICT",
  });
}

function monthOpen(channelNo: number, month: string): MegaError {
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: `a closed ${month} that the readings still make without the period`,
    code: "no-reading",
    error: "CONFLICT",
  });
}

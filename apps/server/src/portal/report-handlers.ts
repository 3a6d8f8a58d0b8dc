/**
 * The operations of reports by mail. Whether the gateway's building is his is asked of the database in the
 * manager's name; what he sees of it is drawn for him; then the server writes the mail in its own.
 */

import type {
  MailPreview,
  MailQuery,
  MailRequest,
  OutboxMail,
  PortalMail,
  PortalScheduleChange,
} from "@mega/contract";
import { assert, MegaError, toUtcString } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { appendAudit } from "../audit/append-audit.ts";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import { keptFigures } from "../figures/kept-figures.ts";
import {
  drawnFiles,
  type ReportWish,
  reportLetter,
  requestedReport,
} from "../reports/draw-report.ts";
import { keepReport, REPORTS_PER_DAY_MAX, reportsOfDay } from "../reports/keep-report.ts";
import { reportOutbox } from "../reports/report-outbox.ts";
import { reportPage } from "../reports/report-page.ts";
import {
  endSchedule,
  type GatewayPlace,
  nextDueMs,
  scheduleOf,
  setSchedule,
} from "../reports/report-schedules.ts";
import { type Doing, doingOf, loginOf } from "./portal-request.ts";
import { seenGateway } from "./seen-gateway.ts";
import { buildingOfGateway } from "./standing.ts";

/** What these operations stand on. */
export type ReportParts = Pick<ServerContext, "clock" | "database" | "dataFolder" | "publicUrl">;

/** Letter lines of a preview. */
const PREVIEW_LINES_MAX = 12;
/** Reports in an answer that names no limit. */
const PAGE_LENGTH = 20;
const job = { kind: "job" } as const;

/** The handlers of reports. */
export function reportHandlers(parts: ReportParts) {
  const { clock, database, publicUrl } = parts;
  const draw = keptFigures(parts);
  /** The gateway, for who manages its building. */
  const managed = async (request: FastifyRequest) => {
    const who = doingOf(request, clock.nowMs());
    const { gatewayId } = request.params as { readonly gatewayId: number };
    const { buildingId } = await database.as(who.identity, (tx) =>
      buildingOfGateway(tx, gatewayId, { operator: false }),
    );
    return { who, gatewayId, buildingId };
  };
  /** Looks once more, since drawing takes its time, and writes as the job. */
  const writing = <Result>(
    { identity }: Doing,
    gatewayId: number,
    work: (tx: Transaction, place: GatewayPlace) => Promise<Result>,
  ): Promise<Result> =>
    database.as(identity, async (tx) => {
      const { buildingId } = await buildingOfGateway(tx, gatewayId, { operator: false });
      await tx.become(job);
      return work(tx, { gatewayId, buildingId });
    });
  const wished = async (request: FastifyRequest) => {
    const { who, gatewayId } = await managed(request);
    const asked = request.body as MailRequest;
    const { email, language } = loginOf(request).person;
    const seen = await seenGateway(database, draw, who, gatewayId);
    const own = { language, csvDialect: "excel-be" } as const;
    const pagesUrl = reportPage(publicUrl, gatewayId);
    const wish: ReportWish = { ...(await requestedReport(seen, asked, own)), pagesUrl };
    const { to = email, cc = [] } = asked;
    return { who, gatewayId, wish, to, cc };
  };
  const overview = async (request: FastifyRequest, page: MailQuery): Promise<PortalMail> => {
    const { who, gatewayId, buildingId } = await managed(request);
    const place = { gatewayId, buildingId };
    return mailOf(parts, draw, { request, nowMs: who.nowMs, place, page });
  };
  return {
    gatewayMail: (request: FastifyRequest) => overview(request, request.query as MailQuery),
    async previewReport(request: FastifyRequest): Promise<MailPreview> {
      const { wish, to, cc } = await wished(request);
      const { subject, text, files } = reportLetter(wish);
      const lines = text.split("\n").slice(0, PREVIEW_LINES_MAX);
      const { language } = wish.choice;
      return { subject, lines, to, cc: [...cc], language, files: [...files] };
    },
    async sendReport(request: FastifyRequest): Promise<OutboxMail> {
      const { who, gatewayId, wish, to, cc } = await wished(request);
      if (publicUrl === undefined) throw withoutMails();
      const files = await drawnFiles(wish);
      const recipients = [...new Set([to, ...cc])];
      const text = reportLetter(wish);
      const senderName = wish.table.gateway.location;
      return writing(who, gatewayId, async (tx, place) => {
        const { actor, nowMs } = who;
        const report = { ...place, text, files, senderName, recipients, nowMs };
        const reportId = await keepReport(tx, { ...report, kind: "by-hand" });
        await appendAudit(tx, {
          ...{ atMs: nowMs, actor, action: "report-sent", ...place },
          after: { subject: text.subject, recipients, files: text.files },
        });
        const [kept] = await reportOutbox(tx, place, { before: reportId + 1, limit: 1 });
        assert(kept !== undefined, "a report that was kept is there");
        return kept;
      });
    },
    async setReportSchedule(request: FastifyRequest): Promise<PortalMail> {
      const { who, gatewayId } = await managed(request);
      const { schedule } = request.body as PortalScheduleChange;
      if (schedule !== null && publicUrl === undefined) throw withoutMails();
      const timeZone = schedule === null ? null : await zoneOf(parts, draw, who, gatewayId);
      const { actor, nowMs } = who;
      await writing(who, gatewayId, async (tx, place) => {
        const before = (await scheduleOf(tx, place))?.schedule;
        if (schedule === null) await endSchedule(tx, gatewayId);
        else {
          assert(timeZone !== null, "a rhythm has a zone");
          const setBy = actor.accountId;
          await setSchedule(tx, { ...place, schedule, setBy, nowMs, timeZone });
        }
        if (schedule === null && before === undefined) return;
        await appendAudit(tx, {
          ...{ atMs: nowMs, actor, action: "report-schedule-set", ...place },
          ...(before === undefined ? {} : { before }),
          after: schedule ?? { rhythm: "off" },
        });
      });
      return overview(request, {});
    },
  };
}

async function zoneOf(
  { database }: ReportParts,
  draw: ReturnType<typeof keptFigures>,
  who: Doing,
  gatewayId: number,
): Promise<string> {
  const { figures } = await seenGateway(database, draw, who, gatewayId);
  return figures.ground.installation.timeZone;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly nowMs: number;
  readonly place: GatewayPlace;
  readonly page: MailQuery;
}

async function mailOf(
  { database, publicUrl }: ReportParts,
  draw: ReturnType<typeof keptFigures>,
  { request, nowMs, place, page }: Asked,
): Promise<PortalMail> {
  const { gatewayId } = place;
  const { before = Number.MAX_SAFE_INTEGER, limit = PAGE_LENGTH } = page;
  const { email, language } = loginOf(request).person;
  const { kept, found, sent } = await database.as(job, async (tx) => ({
    kept: await scheduleOf(tx, place),
    found: await reportOutbox(tx, place, { before, limit: limit + 1 }),
    sent: await reportsOfDay(tx, gatewayId, nowMs),
  }));
  const zone =
    kept === undefined ? undefined : (await draw(gatewayId))?.ground.installation.timeZone;
  const next =
    kept === undefined || zone === undefined ? null : nextDueMs(kept.schedule, nowMs, zone);
  const own = { to: email, cc: [], language, formats: ["csv"], csvDialect: "excel-be" } as const;
  return {
    settings: publicUrl === undefined ? null : { ...own, cc: [], formats: [...own.formats] },
    schedule: kept?.schedule ?? null,
    nextReportAt: next === null ? null : toUtcString(next),
    trouble: kept?.trouble ? { at: toUtcString(kept.trouble.atMs), why: kept.trouble.why } : null,
    today: { sent, max: REPORTS_PER_DAY_MAX },
    outbox: found.slice(0, limit),
    more: found.length > limit,
  };
}

function withoutMails(): MegaError {
  return new MegaError("CONFLICT", "The server has no mail server", {
    hint: "Its keeper names one at the server's start.",
  });
}

/** What the server does of its own accord; one process of all that share a database does it. */

import { startFreezeJob } from "./cold/freeze-job.ts";
import type { ServerContext } from "./context.ts";
import { startLockedWork, workLocks } from "./database/locked-work.ts";
import { startMailJob } from "./mail/mail-job.ts";
import type { SmtpSettings } from "./mail/smtp-settings.ts";
import { startMirrorJobs } from "./mirror/mirror-jobs.ts";
import { startPurgeJob } from "./purge/purge-job.ts";
import { startReportJob } from "./reports/report-job.ts";
import { startSilenceJob } from "./silence/silence-job.ts";

/** How mails go out, and what the links in them begin with. */
export interface MailOptions {
  readonly smtp: SmtpSettings;
  /** Where people reach the portal: "https://mega.example.org". */
  readonly publicUrl: string;
}

/** What the jobs stand on. */
export interface JobOptions {
  readonly context: ServerContext;
  /** Of the database. */
  readonly url: string;
  readonly mails: MailOptions | undefined;
}

/** Starts them, or waits until the process that does them has ended; what comes back ends them. */
export function startJobs({ context, url, mails }: JobOptions): Promise<() => Promise<void>> {
  const { clock, log } = context;
  return startLockedWork({
    ...{ url, clock, lock: workLocks.jobs },
    begin: async () => {
      const ends = [
        await startMirrorJobs(context),
        mailing(context, mails),
        reporting(context),
        ...upkeep(context, mails),
      ];
      return async () => {
        for (const end of ends.toReversed()) await end();
      };
    },
    onFailure: (cause) => log.error({ err: cause }, "the jobs wait for the database"),
  });
}

function mailing({ clock, database, log }: ServerContext, mails: MailOptions | undefined) {
  const onFailure = (cause: unknown) => log.error({ err: cause }, "mails wait for the next run");
  const mailing = mails === undefined ? null : { ...mails, clock, database };
  return startMailJob({ clock, database, mailing, onFailure });
}

function reporting(context: ServerContext) {
  const { log } = context;
  return startReportJob(context, (cause) => log.error({ err: cause }, "a report was not made"));
}

/** What nobody asks for: hours that go, months that get cold, and silences, where mails go out. */
function upkeep(context: ServerContext, mails: MailOptions | undefined) {
  const { log } = context;
  const failed = (what: string) => (cause: unknown) => log.error({ err: cause }, what);
  const ends = [
    startPurgeJob({ ...context, onFailure: failed("hours are purged at the next look") }),
    startFreezeJob(context),
  ];
  if (mails === undefined) return ends;
  const onFailure = failed("silent gateways are looked for in some minutes");
  return [...ends, startSilenceJob({ ...context, onFailure })];
}

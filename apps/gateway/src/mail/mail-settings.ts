/** The mail settings of an installation with every default filled in. Pure. */

import {
  type CsvDialect,
  type Language,
  type MailConfig,
  type MailSummary,
  mailDefaults,
  mailPorts,
} from "@mega/contract";
import type { ReportSchedule, TimeOfDay } from "@mega/domain";
import { type Installation, reportScheduleOf, timeOfDay } from "@mega/installation";
import type { MailServer } from "./open-socket.ts";

/** How mails go out, to whom and when. */
export interface MailSettings {
  readonly server: MailServer;
  readonly from: string;
  readonly to: string;
  readonly cc: readonly string[];
  readonly language: Language;
  readonly rhythm: MailSummary["rhythm"];
  readonly schedule: ReportSchedule;
  readonly formats: MailSummary["formats"];
  readonly csvDialect: CsvDialect;
  /** When the ticked channels are looked at. */
  readonly errorsAt: TimeOfDay;
  /** Numbers of the ticked channels. */
  readonly watched: ReadonlySet<number>;
}

/** The settings; null where no mail is configured. */
export function mailSettingsOf(
  installation: Pick<Installation, "mail" | "channels" | "language">,
): MailSettings | null {
  const { mail } = installation;
  return mail === null ? null : settingsOf(mail, installation);
}

/** Settings that are there. */
export function settingsOf(
  mail: MailConfig,
  installation: Pick<Installation, "channels" | "language">,
): MailSettings {
  const { report = {}, errorMail = {} } = mail;
  const ticked = installation.channels.filter(({ config }) => config?.errorMail === true);
  return {
    server: mailServerOf(mail),
    from: mail.from ?? (mail.account?.includes("@") === true ? mail.account : mail.to),
    to: mail.to,
    cc: mail.cc ?? [],
    language: mail.language ?? installation.language,
    rhythm: report.rhythm ?? mailDefaults.rhythm,
    schedule: reportScheduleOf(report),
    formats: [...new Set(report.formats ?? mailDefaults.formats)],
    csvDialect: report.csvDialect ?? mailDefaults.csvDialect,
    errorsAt: timeOfDay(errorMail.at ?? mailDefaults.errorsAt),
    watched: new Set(ticked.map(({ channelNo }) => channelNo)),
  };
}

/** Where mails are handed in. */
export function mailServerOf(mail: MailConfig): MailServer {
  const { server, account, password, tls = mailDefaults.tls } = mail;
  const login = account === undefined || password === undefined ? null : { account, password };
  return { host: server, port: mail.port ?? mailPorts[tls], tls, login };
}

/** The settings as the interface shows them: without account and password. */
export function mailSummary(settings: MailSettings): MailSummary {
  const { server, from, to, cc, language, rhythm, formats, csvDialect } = settings;
  const { host, port, tls } = server;
  return {
    server: host,
    port,
    tls,
    from,
    to,
    cc: [...cc],
    language,
    rhythm,
    formats: [...formats],
    csvDialect,
  };
}

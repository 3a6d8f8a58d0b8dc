/**
 * What the newest configuration of a gateway says of channels and reports, kept beside it so that a list
 * of many gateways opens no document.
 */

import type { GatewayConfig } from "@mega/contract";
import type { ReportSchedule } from "@mega/domain";
import { checkTimeZone, MANUAL_PROFILE_PREFIX } from "@mega/domain";
import { installationOf, reportScheduleOf } from "@mega/installation";
import { readBackupText } from "@mega/uplink";
import { newestConfiguration } from "../backup/configuration-versions.ts";
import { textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";

/** A channel with a meter. */
export interface SetUpChannel {
  readonly channelNo: number;
  /** Empty where none is given. */
  readonly name: string;
  /** Nobody asks its meter: a person types the index. */
  readonly byPerson: boolean;
}

/** What is kept. */
export interface GatewaySetup {
  /** What the gateway's own pages call the building. */
  readonly location: string;
  readonly timeZone: string;
  readonly channels: readonly SetUpChannel[];
  /** Of the mails that the gateway sends by itself. */
  readonly report: ReportSchedule;
}

/** Columns that `setupOf` reads. */
export const setupColumns = "location, time_zone, channels, report";

/** The setup of a document; undefined for one that is none of ours. Pure. */
export function setupOfDocument(document: string): GatewaySetup | undefined {
  const content = readBackupText(document);
  if (content === undefined) return undefined;
  try {
    // Its gateway checked it before it was saved there; a credential's holder may send anything.
    return setupOfConfig(content.configuration as unknown as GatewayConfig);
  } catch {
    return undefined;
  }
}

function setupOfConfig(config: GatewayConfig): GatewaySetup {
  const { location, timeZone, channels, mail } = installationOf(config, "");
  checkTimeZone(timeZone);
  return {
    location,
    timeZone,
    channels: channels.flatMap(({ channelNo, name, meter }) => {
      const byPerson = meter?.profile.startsWith(MANUAL_PROFILE_PREFIX) ?? false;
      return meter === null ? [] : [{ channelNo, name: String(name), byPerson }];
    }),
    report: mail === null ? { kind: "off" } : reportScheduleOf(mail.report ?? {}),
  };
}

/** Keeps what a document says that has become the newest. */
export async function storeSetup(
  tx: Transaction,
  gatewayId: number,
  document: string,
): Promise<void> {
  const setup = setupOfDocument(document);
  if (setup === undefined) return;
  const { location, timeZone, channels, report } = setup;
  await tx.query(
    `INSERT INTO gateway_setup (gateway_id, ${setupColumns}) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (gateway_id) DO UPDATE SET location = excluded.location,
         time_zone = excluded.time_zone, channels = excluded.channels, report = excluded.report`,
    [gatewayId, location, timeZone, JSON.stringify(channels), JSON.stringify(report)],
  );
}

/** Derives it again. */
export async function deriveSetup(tx: Transaction, gatewayId: number): Promise<void> {
  const newest = await newestConfiguration(tx, gatewayId);
  if (newest !== null) await storeSetup(tx, gatewayId, newest.document);
}

/** What a row holds. */
export function setupOf(row: Row): GatewaySetup {
  return {
    location: textIn(row, "location"),
    timeZone: textIn(row, "time_zone"),
    channels: row["channels"] as readonly SetUpChannel[],
    report: row["report"] as ReportSchedule,
  };
}

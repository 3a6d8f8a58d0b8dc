/** Every step of gateway.db's form, in order. A new step is added at the end. */

import { accessMigration } from "../access/access-schema.ts";
import { formerStaysMigration } from "../access/former-stays-schema.ts";
import { stayEndsMigration } from "../access/stay-ends-schema.ts";
import { auditMigration } from "../audit/audit-schema.ts";
import { busWatchMigration } from "../bus-watch/store/bus-watch-schema.ts";
import { commandMigration } from "../commands/command-schema.ts";
import { configurationMigration } from "../configuration/configuration-schema.ts";
import { mailMigration } from "../mail/mail-schema.ts";
import { networkMigration } from "../network/network-schema.ts";
import { publishMigration } from "../publish/publish-schema.ts";
import { restoreMigration } from "../restore/restore-schema.ts";
import { leavingMigration } from "../uplink/leaving-schema.ts";
import { uplinkMigration } from "../uplink/uplink-schema.ts";
import type { Migration } from "./migration.ts";

export const migrations: readonly Migration[] = [
  auditMigration,
  publishMigration,
  configurationMigration,
  mailMigration,
  accessMigration,
  busWatchMigration,
  networkMigration,
  stayEndsMigration,
  formerStaysMigration,
  uplinkMigration,
  restoreMigration,
  leavingMigration,
  commandMigration,
];

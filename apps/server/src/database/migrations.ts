/** Every step of the database's form, in order. A new step is added at the end. */

import { accessMigration } from "../access/access-schema.ts";
import { factorTriesMigration } from "../access/factor-tries-schema.ts";
import { isolationMigration } from "../access/isolation-schema.ts";
import { livedStaysMigration } from "../access/lived-stays-schema.ts";
import { loginTriesMigration } from "../access/login-tries-schema.ts";
import { auditMigration } from "../audit/audit-schema.ts";
import { backupMigration } from "../backup/backup-schema.ts";
import { coldMigration } from "../cold/cold-schema.ts";
import { commandMigration } from "../commands/command-schema.ts";
import { enrolmentMigration } from "../enrolment/enrolment-schema.ts";
import { glanceMigration } from "../glance/glance-schema.ts";
import { mailMigration } from "../mail/mail-schema.ts";
import { mirrorMigration } from "../mirror/mirror-schema.ts";
import { purgeMigration } from "../purge/purge-schema.ts";
import { readingsMigration } from "../readings/readings-schema.ts";
import { movedMigration } from "../registry/moved-schema.ts";
import { registryMigration } from "../registry/registry-schema.ts";
import { reportsMigration } from "../reports/reports-schema.ts";
import { silenceMigration } from "../silence/silence-schema.ts";
import type { Migration } from "./migration.ts";

export const migrations: readonly Migration[] = [
  registryMigration,
  auditMigration,
  enrolmentMigration,
  mirrorMigration,
  readingsMigration,
  accessMigration,
  mailMigration,
  isolationMigration,
  backupMigration,
  commandMigration,
  silenceMigration,
  glanceMigration,
  reportsMigration,
  purgeMigration,
  coldMigration,
  loginTriesMigration,
  movedMigration,
  factorTriesMigration,
  livedStaysMigration,
];

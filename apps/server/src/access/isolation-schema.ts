/**
 * What accounts see of what gateways upload, and the policies of every table held against its owner. A
 * step for itself behind those that make the tables. Entries, keys and rounds are nobody's to read by
 * himself: figures are drawn by the server, for whoever has a right to them.
 */

import type { Migration } from "../database/migration.ts";

/** Tables of other parts that do not force their policies themselves. */
const forced = [
  "audit",
  "enrolment",
  "code_refusal",
  "ledger",
  "entry",
  "fork",
  "month_key",
  "reading",
  "ledger_state",
];

export const isolationMigration: Migration = {
  name: "isolation",
  sql: `
${forced.map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`).join("\n")}
GRANT SELECT (gateway_id, ledger_no, ledger_id, generation, head_seq, head_hash, begun_at_ms, received_at_ms)
  ON ledger TO mega_account;
CREATE POLICY granted ON ledger FOR SELECT TO mega_account
  USING (gateway_id IN (SELECT mega_gateways_as('manager', 'installer')));
CREATE POLICY operator ON ledger FOR SELECT TO mega_account USING (mega_is_operator());
CREATE POLICY operator ON audit FOR SELECT TO mega_account USING (mega_is_operator());
`,
};

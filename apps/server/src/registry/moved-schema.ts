/**
 * What is of the people of a building and not of a gateway: it stays with them when the gateway moves. Of
 * reports, where they were made; of a gateway, by whose token nobody takes its place without a person any
 * more; of a box that waits, by which token it asked.
 */

import type { Migration } from "../database/migration.ts";

export const movedMigration: Migration = {
  name: "moved",
  sql: `
-- Of the newest configuration when other people took the gateway over; null where nobody did.
ALTER TABLE gateway ADD COLUMN former_proof_sha256 bytea CHECK (length(former_proof_sha256) = 32);
ALTER TABLE restore ADD COLUMN proof_sha256 bytea CHECK (length(proof_sha256) = 32);
ALTER TABLE report_mail ADD COLUMN building_id int REFERENCES building;
-- No policy lets the tables' owner see a row.
SET LOCAL ROLE mega_job;
UPDATE report_mail r SET building_id = g.building_id FROM gateway g WHERE g.gateway_id = r.gateway_id;
RESET ROLE;
ALTER TABLE report_mail ALTER COLUMN building_id SET NOT NULL;
`,
};

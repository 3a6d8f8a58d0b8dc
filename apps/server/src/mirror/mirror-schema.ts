/**
 * What the server keeps of ledgers: every entry as it was hashed, in its place. Nobody may change or
 * delete an entry, the owner of the tables apart. Keys of sealed values stand beside, where they can be
 * deleted. A ledger has a short number within its gateway, since its name of 16 bytes would stand in
 * every row of entries and readings.
 */

import type { Migration } from "../database/migration.ts";

export const mirrorMigration: Migration = {
  name: "mirror",
  sql: `
CREATE TABLE ledger (
  gateway_id int NOT NULL REFERENCES gateway,
  -- 1, 2 …: the highest is the one that is written to.
  ledger_no smallint NOT NULL CHECK (ledger_no >= 1),
  ledger_id bytea NOT NULL CHECK (length(ledger_id) = 16),
  -- Of the newest entry, and of the box that sent it.
  generation int NOT NULL,
  sender_generation int NOT NULL,
  head_seq bigint NOT NULL CHECK (head_seq >= 1),
  head_hash bytea NOT NULL CHECK (length(head_hash) = 32),
  begun_at_ms bigint NOT NULL,
  received_at_ms bigint NOT NULL,
  -- The first entry that is not understood: nothing behind it is in the readings.
  stopped_seq bigint,
  stopped_kind text,
  -- The form in which its readings were derived, and the kinds that were understood.
  readings_version int NOT NULL,
  kinds_version int NOT NULL,
  -- +1 when entries of before can be read otherwise: keys came late, or were erased.
  past_changes int NOT NULL DEFAULT 0,
  PRIMARY KEY (gateway_id, ledger_no),
  UNIQUE (gateway_id, ledger_id)
);
CREATE TABLE entry (
  gateway_id int NOT NULL,
  ledger_no smallint NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 1),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  bytes bytea NOT NULL,
  PRIMARY KEY (gateway_id, ledger_no, seq)
) WITH (toast_tuple_target = 8160);
-- Sealed values do not compress; what fits a page stays in its row.
ALTER TABLE entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE fork (
  gateway_id int NOT NULL REFERENCES gateway,
  ledger_id bytea NOT NULL,
  seq bigint NOT NULL,
  sent_hash bytea NOT NULL,
  -- Null where the mirror holds another ledger.
  stored_hash bytea,
  generation int NOT NULL,
  -- Null where the entry is too long to be kept.
  bytes bytea,
  found_at_ms bigint NOT NULL,
  PRIMARY KEY (gateway_id, ledger_id, seq, sent_hash)
);
-- Keys come before the ledger's first entry, so that they name the ledger itself.
CREATE TABLE month_key (
  gateway_id int NOT NULL REFERENCES gateway,
  ledger_id bytea NOT NULL,
  month_no int NOT NULL,
  source_no bigint NOT NULL,
  key bytea CHECK (length(key) = 32),
  -- What an entry said of it, and which.
  commitment bytea,
  committed_seq bigint,
  -- The first entry that could not be opened because the key was not there.
  awaited_seq bigint,
  erased_at_ms bigint,
  PRIMARY KEY (gateway_id, ledger_id, month_no, source_no),
  CHECK (erased_at_ms IS NULL OR key IS NULL),
  CHECK ((commitment IS NULL) = (committed_seq IS NULL))
);
CREATE INDEX month_key_uncommitted ON month_key (gateway_id) WHERE commitment IS NULL;

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE fork ENABLE ROW LEVEL SECURITY;
ALTER TABLE month_key ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON ledger TO mega_gateway, mega_job;
GRANT SELECT, INSERT ON entry TO mega_gateway, mega_job;
GRANT SELECT, INSERT ON fork TO mega_gateway, mega_job;
GRANT SELECT, INSERT, UPDATE ON month_key TO mega_gateway, mega_job;

CREATE POLICY own ON ledger TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY own ON entry TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY own ON fork TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY own ON month_key TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY job ON ledger TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON entry TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON fork TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON month_key TO mega_job USING (true) WITH CHECK (true);
`,
};

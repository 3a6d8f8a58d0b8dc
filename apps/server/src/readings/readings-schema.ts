/**
 * Readings as they follow from the entries: one round is one row, position n of its arrays is source n.
 * Rows can be dropped and derived again. Months lie in tables of their own, made ahead by a job; what
 * falls into none waits in reading_other. ledger_state holds the folded state of a ledger at some entry.
 */

import type { Migration } from "../database/migration.ts";

export const readingsMigration: Migration = {
  name: "readings",
  sql: `
CREATE TABLE reading (
  due_at_ms bigint NOT NULL,
  seq bigint NOT NULL,
  gateway_id int NOT NULL,
  month_no int NOT NULL,
  ledger_no smallint NOT NULL,
  clock_state "char" NOT NULL,
  -- One byte for a source: see reading-row.ts. Empty where every source was asked and accepted.
  states bytea NOT NULL,
  -- Three bytes for a source: ms from due_at_ms to the answer, plus 2^23; 0 where there is none.
  offsets bytea NOT NULL,
  counts bigint[] NOT NULL,
  -- Source and instant, where the answer lies far from due_at_ms.
  far_times bigint[],
  -- Source and entry of what was decided later, in order.
  decisions bigint[],
  PRIMARY KEY (gateway_id, due_at_ms, ledger_no, seq)
) PARTITION BY RANGE (due_at_ms);
-- A long row is compressed before anything of it is moved elsewhere.
ALTER TABLE reading ALTER COLUMN states SET STORAGE MAIN;
ALTER TABLE reading ALTER COLUMN offsets SET STORAGE MAIN;
ALTER TABLE reading ALTER COLUMN counts SET STORAGE MAIN;
CREATE TABLE reading_other PARTITION OF reading DEFAULT;
-- Rare: rounds during which a clock was set.
CREATE INDEX reading_far ON reading (gateway_id, ledger_no) WHERE far_times IS NOT NULL;

-- What a row says of source n: 255 where it was not asked.
CREATE FUNCTION mega_state(states bytea, counts bigint[], n int) RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN n > cardinality(counts) THEN 255 WHEN length(states) = 0 THEN 0
    ELSE get_byte(states, n - 1) END $$;
CREATE FUNCTION mega_offset_ms(offsets bytea, n int) RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN 3 * n > length(offsets) THEN NULL
    ELSE nullif((get_byte(offsets, 3 * n - 3) << 16) + (get_byte(offsets, 3 * n - 2) << 8)
      + get_byte(offsets, 3 * n - 1), 0) - 8388608 END $$;

-- The table of a month, with what of it waits in reading_other: the only words that know how readings
-- are cut.
CREATE FUNCTION mega_make_reading_table(name text, from_ms bigint, to_ms bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(726562434);
  IF to_regclass(quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE reading INCLUDING CONSTRAINTS INCLUDING STORAGE)', name);
  EXECUTE format('WITH moved AS (DELETE FROM reading_other
    WHERE due_at_ms >= %s AND due_at_ms < %s RETURNING *) INSERT INTO %I SELECT * FROM moved',
    from_ms, to_ms, name);
  EXECUTE format('ALTER TABLE reading ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
    name, from_ms, to_ms);
END $$;
REVOKE ALL ON FUNCTION mega_make_reading_table FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mega_make_reading_table TO mega_job;
GRANT SELECT ON reading_other TO mega_job;

CREATE TABLE ledger_state (
  gateway_id int NOT NULL,
  ledger_no smallint NOT NULL,
  version int NOT NULL,
  past_changes int NOT NULL,
  seq bigint NOT NULL,
  checksum bytea NOT NULL,
  state bytea NOT NULL,
  PRIMARY KEY (gateway_id, ledger_no)
);

ALTER TABLE reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_state ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON reading TO mega_gateway;
GRANT SELECT, INSERT, UPDATE, DELETE ON reading TO mega_job;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_state TO mega_job;

CREATE POLICY own ON reading TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY job ON reading TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON ledger_state TO mega_job USING (true) WITH CHECK (true);
`,
};

/**
 * Tables of ledger.db. `entries` is the truth; `keys` opens the sealed values and is the only table
 * whose rows may be deleted; tables whose name begins with `p_` are projections: they follow from
 * the entries and can be dropped.
 */

/**
 * Raised when a projection or the state changes its form, and when a kind of entry is added;
 * projections of another number are derived again.
 */
export const PROJECTION_VERSION = 7;

/** The tables that are never altered. */
export const truthSql = `
CREATE TABLE IF NOT EXISTS meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS entries (
  seq   INTEGER PRIMARY KEY CHECK (seq >= 1),
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS keys (
  source_no INTEGER NOT NULL,
  month     TEXT NOT NULL,
  key       BLOB NOT NULL CHECK (length(key) = 32),
  PRIMARY KEY (source_no, month)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS entries_are_never_updated BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never updated'); END;
CREATE TRIGGER IF NOT EXISTS entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS entries_have_no_gap BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'entries have no gap'); END;
CREATE TRIGGER IF NOT EXISTS keys_are_never_updated BEFORE UPDATE ON keys
BEGIN SELECT RAISE(ABORT, 'keys are never updated'); END;
CREATE TRIGGER IF NOT EXISTS keys_are_never_replaced BEFORE INSERT ON keys
WHEN EXISTS (SELECT 1 FROM keys WHERE source_no = NEW.source_no AND month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'keys are never replaced'); END;
CREATE TRIGGER IF NOT EXISTS meta_is_never_updated BEFORE UPDATE ON meta
BEGIN SELECT RAISE(ABORT, 'meta is never updated'); END;
CREATE TRIGGER IF NOT EXISTS meta_is_never_deleted BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'meta is never deleted'); END;
`;

/** The tables that can be dropped and derived again. */
export const projectionSql = `
CREATE TABLE IF NOT EXISTS p_runs (
  id          INTEGER PRIMARY KEY,
  source_no   INTEGER NOT NULL,
  from_ms     INTEGER NOT NULL,
  counts_from INTEGER,
  packed      BLOB NOT NULL,
  UNIQUE (source_no, from_ms)
) STRICT;

CREATE TABLE IF NOT EXISTS p_months (
  channel_no INTEGER NOT NULL,
  month      TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  closed     TEXT NOT NULL,
  PRIMARY KEY (channel_no, month, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS p_state (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  hash    BLOB NOT NULL,
  state   BLOB NOT NULL
) STRICT;
`;

/** Drops every projection. */
export const dropProjectionsSql = `
DROP TABLE IF EXISTS p_readings;
DROP TABLE IF EXISTS p_runs;
DROP TABLE IF EXISTS p_months;
DROP TABLE IF EXISTS p_state;
`;

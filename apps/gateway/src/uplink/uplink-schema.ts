/**
 * What gateway.db knows of the server: the credential and the enrolment, sealed by the device key, and
 * how far the server has the ledger. One row each: a gateway has one server.
 */

import type { Migration } from "../store/migration.ts";

export const uplinkMigration: Migration = {
  name: "uplink",
  sql: `
CREATE TABLE server_credential (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  url        TEXT NOT NULL,
  sealed     BLOB NOT NULL,
  building   TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE server_enrolment (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  url           TEXT NOT NULL,
  code          TEXT NOT NULL,
  sealed        BLOB NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE server_cursor (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  url              TEXT NOT NULL,
  ledger_id        TEXT NOT NULL,
  seq              INTEGER NOT NULL CHECK (seq >= 0),
  last_upload_at_ms INTEGER,
  last_contact_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE server_refusal (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  url         TEXT NOT NULL,
  reason      TEXT NOT NULL,
  seq         INTEGER,
  own_hash    TEXT,
  server_hash TEXT,
  at_ms       INTEGER NOT NULL
) STRICT;
CREATE TABLE server_left (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL
) STRICT;
`,
};

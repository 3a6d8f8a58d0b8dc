/**
 * Reports by mail: what one says and its files, kept until every copy of it is settled, and the rhythm by
 * which reports go out. Each copy is a mail of the queue. No account has a right on these tables: who may
 * what is asked of the database in his name before the server reads them in its own.
 */

import type { Migration } from "../database/migration.ts";

export const reportsMigration: Migration = {
  name: "reports",
  sql: `
ALTER TABLE mail ADD COLUMN settled_at timestamptz;
CREATE INDEX mail_report ON mail ((about ->> 'reportId')) WHERE kind = 'report';
CREATE TABLE report_mail (
  gateway_id int NOT NULL REFERENCES gateway,
  report_id int GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('report', 'by-hand')),
  made_at timestamptz NOT NULL,
  subject text NOT NULL,
  sender_name text NOT NULL,
  recipients text[] NOT NULL,
  file_names text[] NOT NULL,
  size_bytes int NOT NULL,
  body_text text,
  body_html text,
  PRIMARY KEY (gateway_id, report_id)
);
CREATE INDEX report_mail_made ON report_mail (made_at);
CREATE INDEX report_mail_kept ON report_mail (report_id) WHERE body_text IS NOT NULL;
CREATE TABLE report_file (
  gateway_id int NOT NULL,
  report_id int NOT NULL,
  file_no int NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (gateway_id, report_id, file_no),
  FOREIGN KEY (gateway_id, report_id) REFERENCES report_mail ON DELETE CASCADE
);
CREATE TABLE report_schedule (
  gateway_id int PRIMARY KEY REFERENCES gateway,
  building_id int NOT NULL REFERENCES building,
  schedule jsonb NOT NULL,
  set_by int NOT NULL REFERENCES account,
  set_at timestamptz NOT NULL,
  last_due_at timestamptz NOT NULL,
  next_look_at timestamptz NOT NULL,
  trouble text,
  trouble_at timestamptz
);
CREATE INDEX report_schedule_look ON report_schedule (next_look_at);
${["report_mail", "report_file", "report_schedule"]
  .map(
    (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO mega_job;
CREATE POLICY job ON ${table} TO mega_job USING (true) WITH CHECK (true);`,
  )
  .join("\n")}
`,
};

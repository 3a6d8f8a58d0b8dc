import { expect, test } from "vitest";
import { auditCsv } from "./audit-files.ts";

const entry = {
  no: 7,
  at: "2026-05-02T08:00:00.000Z",
  actor: "=anna@example.org",
  action: "stay-given",
  person: "zoe@example.org",
  gateway: null,
  before: null,
  after: { channelNo: 3, to: null },
};

test("a line of the log is one of the file, its details as JSON, no cell a formula", () => {
  expect(auditCsv([entry])).toBe(
    "no,at,actor,action,person,gateway,before,after\r\n" +
      `7,2026-05-02T08:00:00.000Z,'=anna@example.org,stay-given,zoe@example.org,,,"{""channelNo"":3,""to"":null}"\r\n`,
  );
});

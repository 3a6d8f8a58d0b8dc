import type { Row } from "../database/server-database.ts";

/** Whether a person can log in; of a row with `has_password` and `disabled_at`. */
export function accountState(row: Row): "active" | "invited" | "disabled" {
  if (row["disabled_at"] !== null) return "disabled";
  return row["has_password"] === true ? "active" : "invited";
}

/** Accounts in gateway.db: who there is, what he is, and which stays are his. */

import type { Language, Role } from "@mega/contract";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { Grant } from "./principal.ts";

/** An account as it is kept. */
export interface KeptAccount {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly email: string | null;
  /** PHC string; null until the person has set one. */
  readonly password: string | null;
  readonly disabled: boolean;
  /** A tenant's own choice about values by the hour. */
  readonly hourly: boolean;
  readonly createdAtMs: number;
  readonly lastLoginAtMs: number | null;
  readonly grants: readonly Grant[];
}

/** What may change of an account at once. */
export type AccountFields = Partial<
  Omit<KeptAccount, "accountId" | "createdAtMs" | "grants"> & { readonly grants: readonly Grant[] }
>;

const columns = {
  name: "name",
  role: "role",
  language: "language",
  email: "email",
  password: "password",
  disabled: "disabled",
  hourly: "hourly",
  lastLoginAtMs: "last_login_at_ms",
} as const;

/** The accounts. Every change is a statement of its own; callers put them into transactions. */
export class AccountStore {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** By name. */
  list(): KeptAccount[] {
    return this.#select("ORDER BY name_key");
  }

  find(accountId: string): KeptAccount | undefined {
    return this.#select("WHERE account_id = ?", accountId)[0];
  }

  /** By the name as typed: capitals and composed accents make no difference. */
  findByName(name: string): KeptAccount | undefined {
    return this.#select("WHERE name_key = ?", nameKey(name))[0];
  }

  add(account: KeptAccount): void {
    this.#run(
      `INSERT INTO account (account_id, name, name_key, role, language, email, password, disabled,
        hourly, created_at_ms, last_login_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      account.accountId,
      account.name,
      nameKey(account.name),
      account.role,
      account.language,
      account.email,
      account.password,
      Number(account.disabled),
      Number(account.hourly),
      account.createdAtMs,
      account.lastLoginAtMs,
    );
    this.#setGrants(account.accountId, account.grants);
  }

  change(accountId: string, fields: AccountFields): void {
    for (const [field, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
      const value = fields[field];
      if (value === undefined) continue;
      const kept = typeof value === "boolean" ? Number(value) : value;
      this.#run(`UPDATE account SET ${column} = ? WHERE account_id = ?`, kept, accountId);
      if (field !== "name") continue;
      this.#run(
        "UPDATE account SET name_key = ? WHERE account_id = ?",
        nameKey(String(value)),
        accountId,
      );
    }
    if (fields.grants !== undefined) this.#setGrants(accountId, fields.grants);
  }

  /** Its sessions, tokens, stays and invitation go with it. */
  delete(accountId: string): void {
    this.#run("DELETE FROM account WHERE account_id = ?", accountId);
  }

  #setGrants(accountId: string, grants: readonly Grant[]): void {
    this.#run("DELETE FROM account_grant WHERE account_id = ?", accountId);
    for (const { channelNo, fromMs, toMs } of grants) {
      this.#run(
        "INSERT INTO account_grant (account_id, channel_no, from_ms, to_ms) VALUES (?, ?, ?, ?)",
        accountId,
        channelNo,
        fromMs,
        toMs,
      );
    }
  }

  #select(condition: string, ...parameters: string[]): KeptAccount[] {
    const { db } = this.#database;
    const rows = db.prepare(`SELECT * FROM account ${condition}`).all(...parameters);
    return rows.map((row) => accountFromRow(row, this.#grantsOf(String(row["account_id"]))));
  }

  #grantsOf(accountId: string): Grant[] {
    return this.#database.db
      .prepare("SELECT * FROM account_grant WHERE account_id = ? ORDER BY channel_no, from_ms")
      .all(accountId)
      .map((row) => ({
        channelNo: Number(row["channel_no"]),
        fromMs: Number(row["from_ms"]),
        toMs: row["to_ms"] === null ? null : Number(row["to_ms"]),
      }));
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.db.prepare(sql).run(...values);
  }
}

/** What two names are compared by. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

function accountFromRow(row: Record<string, unknown>, grants: readonly Grant[]): KeptAccount {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  const last = row["last_login_at_ms"];
  return {
    accountId: String(row["account_id"]),
    name: String(row["name"]),
    role: String(row["role"]) as Role,
    language: String(row["language"]) as Language,
    email: text("email"),
    password: text("password"),
    disabled: row["disabled"] === 1,
    hourly: row["hourly"] === 1,
    createdAtMs: Number(row["created_at_ms"]),
    lastLoginAtMs: last === null ? null : Number(last),
    grants,
  };
}

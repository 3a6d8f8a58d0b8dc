/** GET /audit: a page of the audit log, and whether its chain holds. */

import type { AuditPage, AuditQuery } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Access } from "../access/access.ts";

const LIMIT = 50;
/** The whole chain is hashed at most so often, however many pages are turned. */
const CHECKED_EVERY_MS = 60_000;

/** The pages of the log. */
export class AuditPages {
  readonly #access: Pick<Access, "audit" | "clock">;
  #checked: { readonly atMs: number; readonly firstBad: number | null } | undefined;

  constructor(access: Pick<Access, "audit" | "clock">) {
    this.#access = access;
  }

  /** Entries before a number, newest first. */
  page({ before = Number.MAX_SAFE_INTEGER, limit = LIMIT }: AuditQuery): AuditPage {
    const entries = this.#access.audit.list(before, limit).map((entry) => {
      const { atMs, details, ...rest } = entry;
      return { ...rest, at: toUtcString(atMs), details: { ...details } };
    });
    const firstBad = this.#firstBad();
    return { entries, chain: { holds: firstBad === null, firstBad } };
  }

  #firstBad(): number | null {
    const { audit, clock } = this.#access;
    const atMs = clock.monotonicMs();
    if (this.#checked === undefined || atMs - this.#checked.atMs >= CHECKED_EVERY_MS) {
      this.#checked = { atMs, firstBad: audit.firstBad() };
    }
    return this.#checked.firstBad;
  }
}

/** GET /audit: who did what, when, from where. */

import { type Static, Type } from "typebox";
import { Instant, orNull, Sha256, strict } from "../scalars.ts";

/** Entries of one page of the audit log. */
export const AUDIT_LIMIT_MAX = 200;

/** Which page of the log. */
export const AuditQuery = strict(
  {
    before: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e15, description: "Entries before this number." }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: AUDIT_LIMIT_MAX })),
  },
  "Page of the log; 50 newest when absent.",
);
export type AuditQuery = Static<typeof AuditQuery>;

/** One entry. */
export const AuditItem = strict(
  {
    no: Type.Integer({ minimum: 1 }),
    at: Instant,
    actor: Type.String({ description: "Account name, machine, gateway or anonymous." }),
    action: Type.String({ description: "A stable word that pages translate: login." }),
    object: Type.String({ description: 'What it was done to: "channel:3"; "" for nothing.' }),
    details: Type.Record(Type.String(), Type.Unknown()),
    fromIp: orNull(Type.String()),
    hash: Sha256,
  },
  "What somebody did.",
);
export type AuditItem = Static<typeof AuditItem>;

/** A page of the log. */
export const AuditPage = strict(
  {
    entries: Type.Array(AuditItem, { maxItems: AUDIT_LIMIT_MAX }),
    chain: strict(
      { holds: Type.Boolean(), firstBad: orNull(Type.Integer({ minimum: 1 })) },
      "Whether every entry follows from the one before.",
    ),
  },
  "Entries, newest first, and whether the chain holds.",
);
export type AuditPage = Static<typeof AuditPage>;

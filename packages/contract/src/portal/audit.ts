/** GET /buildings/:buildingId/audit: who did what in a building. */

import { type Static, Type } from "typebox";
import { Instant, orNull, strict } from "../scalars.ts";

/** Entries of one page. */
export const PORTAL_AUDIT_MAX = 200;

/** Which page. */
export const PortalAuditQuery = strict(
  {
    before: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e15, description: "Entries before this number." }),
    ),
  },
  "Page of the log; the newest when absent.",
);
export type PortalAuditQuery = Static<typeof PortalAuditQuery>;

/** A page of the log. */
export const PortalAuditPage = strict(
  {
    entries: Type.Array(
      strict(
        {
          no: Type.Integer({ minimum: 1 }),
          at: Instant,
          actor: Type.String({ description: "Address of the person, or what part of the server." }),
          action: Type.String({ description: "A stable word that pages translate." }),
          person: orNull(Type.String({ description: "Address of whom it is about." })),
          gateway: orNull(Type.String({ description: "MAC of the gateway that it is about." })),
          before: orNull(Type.Record(Type.String(), Type.Unknown())),
          after: orNull(Type.Record(Type.String(), Type.Unknown())),
        },
        "What somebody did.",
      ),
      { maxItems: PORTAL_AUDIT_MAX },
    ),
  },
  "Entries, newest first.",
);
export type PortalAuditPage = Static<typeof PortalAuditPage>;

/** Logins of the gateway: made once, they live on while the configuration changes. */

import { Attempts } from "@mega/access";
import type { Clock } from "@mega/domain";
import type { AuditEvent, AuditLog } from "../audit/audit-log.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { AccountStore } from "./account-store.ts";
import { InvitationStore } from "./invitation-store.ts";
import { OpenStreams } from "./open-streams.ts";
import { Presence } from "./presence.ts";
import { Sessions } from "./sessions.ts";
import { TokenStore } from "./token-store.ts";

/** What logins stand on. */
export interface AccessOptions {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  /** Where the setup code is shown until the claim; null shows it nowhere. */
  readonly dataFolder: string | null;
  /** SHA-256 of the gateway's certificate, hexadecimal with colons; null without HTTPS. */
  readonly certificateFingerprint?: () => string | null;
}

/** Accounts, sessions, tokens and what proves presence. */
export interface Access {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly tokens: TokenStore;
  readonly invitations: InvitationStore;
  readonly presence: Presence;
  readonly attempts: Attempts;
  readonly streams: OpenStreams;
  readonly certificateFingerprint: () => string | null;
  /** Notes what was refused or seen; a full disk loses the note, not the answer. */
  readonly note: (event: AuditEvent) => void;
}

/** Joins the parts; nothing is written. */
export function openAccess(options: AccessOptions): Access {
  const { clock, database, audit, dataFolder } = options;
  return {
    clock,
    database,
    audit,
    accounts: new AccountStore(database),
    sessions: new Sessions(database, clock),
    tokens: new TokenStore(database),
    invitations: new InvitationStore(database),
    presence: new Presence(database, clock, dataFolder),
    attempts: new Attempts(clock),
    streams: new OpenStreams(clock),
    certificateFingerprint: options.certificateFingerprint ?? (() => null),
    note: (event) => {
      try {
        database.lazily(() => audit.record(event));
      } catch {
        // What was refused stays refused.
      }
    },
  };
}

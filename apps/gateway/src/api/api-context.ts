/**
 * What the handlers of the interface work on: the running parts of the gateway. Made anew with the
 * handlers whenever the configuration changes; what must outlive that is among the lasting parts of
 * compose.ts.
 */

import type { Clock, ClockState } from "@mega/domain";
import type { Installation, PlannedInstallation, ProfileSet } from "@mega/installation";
import type { LedgerHost } from "@mega/ledger";
import type { Access } from "../access/access.ts";
import type { BusHost } from "../acquisition/bus/bus-host.ts";
import type { MqttHealth } from "../acquisition/mqtt/mqtt-meters.ts";
import type { P1PortHealth } from "../acquisition/p1/p1-meters.ts";
import type { RoundRunner } from "../acquisition/round-runner.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { BusWatch } from "../bus-watch/bus-watch.ts";
import type { Commands } from "../commands/commands.ts";
import type { ConfigurationDesk } from "../configuration/configuration-desk.ts";
import type { MailService } from "../mail/mail-service.ts";
import type { NetworkControl } from "../network/network-control.ts";
import type { Publishing } from "../publish/publishing.ts";
import type { ConfigurationBackup } from "../restore/configuration-backup.ts";
import type { RestoreParts } from "../restore/restore-parts.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { TimeSource } from "../time-source/time-source.ts";
import type { GatewayTunnel } from "../tunnel/gateway-tunnel.ts";
import type { Uplink } from "../uplink/uplink.ts";
import type { EventStream } from "./event-stream.ts";

/** The running parts of the gateway. */
export interface ApiContext {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly profiles: ProfileSet;
  readonly ledger: LedgerHost;
  /** gateway.db. */
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  /** The network of the box. */
  readonly network: NetworkControl;
  readonly timeSource: TimeSource;
  /** Where the configuration is saved. */
  readonly desk: ConfigurationDesk;
  readonly runner: RoundRunner;
  readonly buses: BusHost;
  /** What the buses did, scans, tests. */
  readonly watch: BusWatch;
  /** What is heard without asking, with what came of it. */
  readonly inputs: () => { readonly mqtt: MqttHealth; readonly p1Ports: readonly P1PortHealth[] };
  readonly publishing: Pick<Publishing, "states" | "publishAll" | "figures">;
  /** When the gateway was started, not when its configuration was saved. */
  readonly startedAtMs: number;
  /** Accounts, sessions, tokens. */
  readonly access: Access;
  /** Whether only this machine can reach the pages. */
  readonly loopbackOnly: boolean;
  /** Where others in the building reach the pages; null where they cannot. */
  readonly pagesUrl: () => string | null;
  /** Mails of this configuration. */
  readonly mail: MailService;
  /** The gateway's side of its server. */
  readonly uplink: Uplink;
  /** The way by which the server shows this gateway's page; none where nothing listens. */
  readonly tunnel?: GatewayTunnel;
  /** What the server asks this gateway to do. */
  readonly commands: Pick<Commands, "state" | "counts" | "askNow">;
  /** The configuration at the server. */
  readonly backup: ConfigurationBackup;
  /** The restore token, and the place of another box. */
  readonly restore: RestoreParts;
  /** How far the wall time can be trusted at this moment. */
  readonly clockState: () => ClockState;
  /** Whether a verification has found the ledger damaged. */
  readonly ledgerDamaged: () => boolean;
  readonly stream: EventStream;
  /** Version of the time zone data, recorded with what rests on it. */
  readonly tzVersion: string;
  /** 16 random bytes, hexadecimal. */
  readonly newId: () => string;
  readonly version: string;
}

/**
 * A gateway as the server knows it, made ready to draw its figures: the newest configuration that was
 * handed over, joined with the meter profiles, and the ledger as it stands in the mirror.
 */

import type { GatewayConfig } from "@mega/contract";
import type { Clock, ClockState } from "@mega/domain";
import type { FiguresGround, FiguresLedger } from "@mega/figures";
import {
  installationOf,
  type ProfileSet,
  planReadings,
  withProfileTexts,
} from "@mega/installation";
import { emptyState, type LedgerView } from "@mega/ledger";
import type { BackupContent } from "@mega/uplink";
import type { MirroredLedger } from "../readings/mirror-reader.ts";

/** What the server knows of a gateway. */
export interface MirroredGateway {
  /** The newest configuration; whether it holds secrets makes no difference. */
  readonly config: GatewayConfig;
  /** Meter profiles of its own. */
  readonly ownProfiles: BackupContent["profiles"];
  /** Its hardware address, where the configuration names none. */
  readonly mac: string;
  /** Version of its software, as it told it. */
  readonly version: string;
  /** Read for this answer alone: the mirror moves on. */
  readonly mirror: MirroredLedger;
}

/** What every gateway's figures are drawn with. */
export interface FiguresTools {
  readonly clock: Pick<Clock, "nowMs">;
  /** Every profile that the server has. */
  readonly profiles: ProfileSet;
}

/** A ledger of which nothing came yet. */
const NO_LEDGER: LedgerView = emptyState("0".repeat(32), 1);

/**
 * The ground of a gateway's figures at this moment.
 *
 * @throws MegaError CONFIG_INVALID when the configuration names a profile that is not known
 */
export async function mirrorGround(
  { clock, profiles }: FiguresTools,
  { config, ownProfiles, mac, version, mirror }: MirroredGateway,
): Promise<FiguresGround> {
  const installation = installationOf(config, mac);
  const planned = planReadings(installation, withProfileTexts(profiles, ownProfiles));
  const view = (await mirror.state()) ?? NO_LEDGER;
  const ledger: FiguresLedger = {
    snapshot: () => view,
    readingsAround: (...asked) => mirror.readingsAround(...asked),
    readingsBetween: (...asked) => mirror.readingsBetween(...asked),
    closedMonths: (...asked) => mirror.closedMonths(...asked),
  };
  const clockState = await lastClockState(ledger, view);
  return { clock, installation, planned, ledger, clockState: () => clockState, version };
}

/** How far the gateway trusted its clock at its newest reading; unknown before the first. */
async function lastClockState(ledger: FiguresLedger, view: LedgerView): Promise<ClockState> {
  let newest: { readonly sourceNo: number; readonly takenAtMs: number } | undefined;
  for (const [sourceNo, { latest }] of view.standings) {
    if (latest === null || latest.takenAtMs <= (newest?.takenAtMs ?? 0)) continue;
    newest = { sourceNo, takenAtMs: latest.takenAtMs };
  }
  if (newest === undefined) return "U";
  const { before } = await ledger.readingsAround(newest.sourceNo, newest.takenAtMs);
  return before?.clockState ?? "U";
}

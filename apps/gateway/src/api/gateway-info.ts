/** GET /gateway: who the gateway is and how it is set up. */

import type { GatewayInfo } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { ApiContext } from "./api-context.ts";

/** The gateway. */
export function gatewayInfo(context: ApiContext): GatewayInfo {
  const { installation, planned, runner, clock, version } = context;
  const { model, mac, location, demo, timeZone, language, intervalMinutes } = installation;
  return {
    model,
    mac,
    location,
    demo,
    version,
    timeZone,
    language,
    loopbackOnly: context.loopbackOnly,
    startedAt: toUtcString(context.startedAtMs),
    clock: { state: context.clockState(), nowAt: toUtcString(clock.nowMs()) },
    intervalMinutes,
    nextRoundAt: runner.nextDueMs === null ? null : toUtcString(runner.nextDueMs),
    storage: {
      state: storageState(context),
      unstoredRounds: runner.unstored,
    },
    counts: {
      channels: installation.channels.length,
      used: planned.plan.channels.length,
      meters: planned.meters.size,
      buses: installation.buses.length,
    },
  };
}

function storageState({ ledger, runner, ledgerDamaged }: ApiContext): "ok" | "failing" | "damaged" {
  if (ledgerDamaged()) return "damaged";
  return ledger.storage() === "writable" && runner.unstored === 0 ? "ok" : "failing";
}

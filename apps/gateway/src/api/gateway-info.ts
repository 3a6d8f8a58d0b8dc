/** GET /gateway: who the gateway is and how it is set up. */

import type { GatewayInfo } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { begunStays } from "@mega/figures";
import type { TenantLimits } from "../access/principal.ts";
import type { ApiContext } from "./api-context.ts";

/** The gateway. A tenant is told how many channels are his, and nothing of the others. */
export function gatewayInfo(context: ApiContext, limits: TenantLimits | null): GatewayInfo {
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
    counts:
      limits === null
        ? {
            channels: installation.channels.length,
            used: planned.plan.channels.length,
            meters: planned.meters.size,
            buses: installation.buses.length,
          }
        : ownCounts(context, limits),
  };
}

function ownCounts({ clock, planned }: ApiContext, { grants }: TenantLimits) {
  const own = new Set(begunStays(grants, clock.nowMs()).map(({ channelNo }) => channelNo));
  const plans = planned.plan.channels.filter(({ channel }) => own.has(channel.channelNo));
  const meters = new Set(plans.map(({ meterId }) => meterId)).size;
  return { channels: own.size, used: plans.length, meters, buses: 0 };
}

function storageState({ ledger, runner, ledgerDamaged }: ApiContext): "ok" | "failing" | "damaged" {
  if (ledgerDamaged()) return "damaged";
  return ledger.storage() === "writable" && runner.unstored === 0 ? "ok" : "failing";
}

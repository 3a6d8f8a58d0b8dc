/** GET /restore: the configuration at the server, and a restore that is under way. */

import type { RestoreInfo } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Installation } from "@mega/installation";
import { serverUrlOf } from "../uplink/server-settings.ts";
import type { ConfigurationBackup } from "./configuration-backup.ts";
import type { RestoreParts } from "./restore-parts.ts";

/** What it is told from. */
export interface RestoreInfoParts {
  readonly restore: Pick<RestoreParts, "store" | "takeovers">;
  readonly backup: Pick<ConfigurationBackup, "standing">;
  readonly installation: Pick<Installation, "server">;
}

/** What is told. */
export function restoreInfoOf({ restore, backup, installation }: RestoreInfoParts): RestoreInfo {
  const { store, takeovers } = restore;
  const { server } = installation;
  const position = server === null ? undefined : store.position(serverUrlOf(server));
  const token = store.token();
  const { standing } = backup;
  return {
    backup: {
      state: standing.kind,
      version: position?.version ?? null,
      keptAt: instantOf(position?.keptAtMs),
      detail: standing.kind === "failed" ? standing.failure.detail.slice(0, 300) : null,
      tokenMadeAt: instantOf(token?.madeAtMs),
    },
    mayRestore: takeovers.mayBegin,
    takeover: takeoverOf(takeovers),
  };
}

function takeoverOf({
  stored,
  progress,
}: Pick<RestoreParts["takeovers"], "stored" | "progress">): RestoreInfo["takeover"] {
  if (stored === undefined) return null;
  const { step, takeover } = stored;
  const { part, bytes, entries, entriesTotal, trouble } = progress;
  const isWaiting = step === "waiting";
  return {
    step,
    oldMac: takeover.oldMac,
    server: takeover.url,
    code: isWaiting ? takeover.code.replace(/(.{4})(?=.)/, "$1-") : null,
    expiresAt: isWaiting ? toUtcString(takeover.expiresAtMs) : null,
    building: takeover.granted?.building ?? null,
    part: step === "fetching" ? part : null,
    bytes,
    entries,
    entriesTotal,
    trouble: trouble?.slice(0, 300) ?? null,
    fault: step === "failed" ? stored.why : null,
  };
}

function instantOf(ms: number | undefined): string | null {
  return ms === undefined ? null : toUtcString(ms);
}

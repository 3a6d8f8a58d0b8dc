/** Backups at the server, the restore token, and the place of another box, over the interface. */

import {
  fieldProblem,
  type RestoreInfo,
  type RestoreTokenMade,
  type TakeoverRequest,
} from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { actorName } from "../access/principal.ts";
import { restoreInfoOf } from "../restore/restore-info.ts";
import { makeRestoreToken, masterOfToken, normalRestoreToken } from "../restore/restore-token.ts";
import type { ApiContext } from "./api-context.ts";

/** The handlers. */
export function restoreHandlers(context: ApiContext) {
  const { restore, backup, clock, audit, installation, desk } = context;
  const { store, takeovers, freshTokens } = restore;
  const info = (): RestoreInfo => restoreInfoOf(context);
  const fromIp = (request: FastifyRequest) =>
    request.principal?.kind === "machine" ? null : (request.ip ?? null);
  return {
    restoreInfo: info,
    async makeRestoreToken(request: FastifyRequest): Promise<RestoreTokenMade> {
      const token = makeRestoreToken();
      const master = await masterOfToken(normalRestoreToken(token) ?? "");
      store.transaction(() => {
        store.keepToken(master, clock.nowMs());
        audit.record({
          actor: actorName(request),
          action: "restore-token-made",
          object: "server",
          details: { at: toUtcString(clock.nowMs()) },
          fromIp: fromIp(request),
        });
      });
      // The server learns of it with the configuration that it seals.
      backup.look();
      return { token, sheet: freshTokens.keep(token) };
    },
    async beginRestore(request: FastifyRequest): Promise<RestoreInfo> {
      const { server, oldMac, token: typed } = request.body as TakeoverRequest;
      const token = normalRestoreToken(typed);
      if (token === undefined) {
        throw fieldProblem({
          pointer: "/token",
          value: `${typed.length} characters`,
          allowed: "26 characters in groups, as they were printed",
          code: "format",
        });
      }
      await takeovers.begin({
        url: server.replace(/\/$/, ""),
        oldMac: macOf(oldMac),
        token,
        newMac: installation.mac,
        configuredMac: configuredMacOf(desk.known().document),
        model: installation.model,
        actor: actorName(request),
        fromIp: fromIp(request),
      });
      return info();
    },
    retryRestore(): RestoreInfo {
      takeovers.retry();
      return info();
    },
    async giveUpRestore(request: FastifyRequest): Promise<RestoreInfo> {
      await takeovers.giveUp(actorName(request), fromIp(request));
      return info();
    },
  };
}

/** "0200-0000-0016" and the like → "02:00:00:00:00:16". */
function macOf(typed: string): string {
  const digits = typed.toLowerCase().replace(/[^0-9a-f]/g, "");
  return digits.replace(/(..)(?=.)/g, "$1:");
}

function configuredMacOf(document: unknown): string | null {
  const { gateway } = document as { readonly gateway?: { readonly mac?: string } };
  return gateway?.mac ?? null;
}

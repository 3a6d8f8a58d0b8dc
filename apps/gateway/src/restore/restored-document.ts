/** What of a kept configuration is put into force on another box. Pure. */

import type { GatewayModel } from "@mega/domain";
import { isGroup } from "../configuration/places.ts";

/** What is this box's own. */
export interface OwnBox {
  readonly model: GatewayModel;
  /** The MAC of its own configuration; null where it is the machine's. */
  readonly mac: string | null;
  /** The server that the configuration comes from. */
  readonly url: string;
}

/**
 * The configuration for this box: its model and the way to the server are its own, and so is its MAC,
 * which is an identity and never goes from one box to another.
 */
export function restoredDocument(
  configuration: Readonly<Record<string, unknown>>,
  { model, mac, url }: OwnBox,
): Readonly<Record<string, unknown>> {
  const { gateway, server } = configuration;
  const { mac: _mac, ...rest } = isGroup(gateway) ? gateway : {};
  const kept = isGroup(server) ? server : {};
  const { enabled: _enabled, ...settings } = kept;
  return {
    ...configuration,
    gateway: { ...rest, model, ...(mac === null ? {} : { mac }) },
    server: { ...settings, url },
  };
}

/** What a gateway runs on before anybody has set it up: its model, and nothing to read. */

import type { GatewayConfig } from "@mega/contract";
import type { GatewayModel } from "@mega/domain";

/** A valid configuration without meters and channels. */
export function emptyConfiguration(model: GatewayModel): GatewayConfig {
  return { version: 1, building: { name: "MEGA" }, gateway: { model } };
}

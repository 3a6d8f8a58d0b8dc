/** What a manager says to a box that asks for the place of one of his gateways. */

import { type Static, Type } from "typebox";
import type { Operation } from "../operation.ts";
import { strict } from "../scalars.ts";
import { PortalGatewayList } from "./buildings.ts";
import { GatewayPath } from "./parts.ts";

/** POST /gateways/:gatewayId/restore. */
export const RestoreByCode = strict(
  {
    code: Type.String({
      maxLength: 20,
      description: "As the new box shows it; hyphens, spaces and small letters are taken.",
    }),
  },
  "The code of a box that is to have the gateway's place.",
);
export type RestoreByCode = Static<typeof RestoreByCode>;

/** Below `PORTAL_PREFIX`. */
export const portalRestores = {
  confirmRestore: {
    method: "POST",
    path: "/gateways/:gatewayId/restore",
    summary: "Gives the gateway's place to the box that shows a code.",
    status: 200,
    params: GatewayPath,
    body: RestoreByCode,
    answer: PortalGatewayList,
  },
  refuseRestores: {
    method: "DELETE",
    path: "/gateways/:gatewayId/restore",
    summary: "Turns down every box that waits for the gateway's place.",
    status: 200,
    params: GatewayPath,
    answer: PortalGatewayList,
  },
  undoRestore: {
    method: "POST",
    path: "/gateways/:gatewayId/restore/undo",
    summary: "Gives the box before its place back, within a day and before the new one wrote.",
    status: 200,
    params: GatewayPath,
    answer: PortalGatewayList,
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** Buildings and their gateways at a glance. */

import { type Static, Type } from "typebox";
import { Instant, orNull, Sha256, strict } from "../scalars.ts";
import { BuildingGlance, GatewayGlance } from "./glance.ts";
import { BuildingId, BuildingRoleName, DisplayName, GatewayId, Mac } from "./parts.ts";
import { PORTAL_LIST_MAX } from "./people.ts";

/** Gateways of one building. */
export const BUILDING_GATEWAYS_MAX = 200;
/** A gateway uploads every hour; without a word for so long it counts as silent, milliseconds. */
export const SILENT_AFTER_MS = 2 * 60 * 60_000;

const upload = {
  lastUploadAt: orNull(Instant),
  silentSince: orNull(
    Type.String({ ...Instant, description: "Its last word, where that is two hours ago." }),
  ),
};

/** A building at a glance. */
export const PortalBuilding = strict(
  {
    buildingId: BuildingId,
    name: DisplayName,
    role: orNull(BuildingRoleName),
    gateways: Type.Integer({ minimum: 0 }),
    silentGateways: Type.Integer({ minimum: 0 }),
    ...upload,
    waitingRestores: Type.Integer({
      minimum: 0,
      description: "Boxes that ask for the place of one of its gateways; told to its managers.",
    }),
    glance: orNull(BuildingGlance),
  },
  "A building at a glance; role is null for the operator.",
);
export type PortalBuilding = Static<typeof PortalBuilding>;

/** GET /buildings. */
export const BuildingList = strict(
  { buildings: Type.Array(PortalBuilding, { maxItems: PORTAL_LIST_MAX }) },
  "Buildings by number.",
);
export type BuildingList = Static<typeof BuildingList>;

/** Which buildings: an operator has more than one list holds. */
export const BuildingsQuery = strict(
  { after: Type.Optional(Type.Integer({ ...BuildingId, description: "Behind this number." })) },
  "Page of the buildings; the first when absent.",
);
export type BuildingsQuery = Static<typeof BuildingsQuery>;

/** POST /buildings. */
export const NewBuilding = strict({ name: DisplayName }, "A building to be made.");
export type NewBuilding = Static<typeof NewBuilding>;

/** Restores of one gateway that wait at a time; the same as the server's. */
const RESTORES_MAX = 3;

const WaitingRestore = strict(
  {
    newMac: Mac,
    newModel: Type.String({ maxLength: 40 }),
    askedAt: Instant,
    expiresAt: Instant,
    automaticAt: orNull(
      Type.String({
        ...Instant,
        description:
          "When the place changes by itself, where nothing more is heard of the old box; null where its code is needed.",
      }),
    ),
  },
  "A box that asks for the gateway's place.",
);

const DoneRestore = strict(
  {
    oldMac: Mac,
    newMac: Mac,
    grantedAt: Instant,
    by: Type.Enum(["code", "silence"], { description: "What the place was given for." }),
    undoUntil: Instant,
  },
  "A change of boxes that can be taken back.",
);

/** A gateway as manager, installer and operator see it. */
export const PortalGateway = strict(
  {
    gatewayId: GatewayId,
    mac: Mac,
    model: Type.String({ maxLength: 40 }),
    generation: Type.Integer({ minimum: 1 }),
    enrolledAt: Instant,
    revokedAt: orNull(Instant),
    leftAt: orNull(
      Type.String({
        ...Instant,
        description: "When it said that it belongs here no more; it is not silent then.",
      }),
    ),
    ...upload,
    ledger: orNull(
      strict(
        {
          ledgerId: Type.String({ pattern: "^[0-9a-f]{32}$" }),
          headSeq: Type.Integer({ minimum: 0 }),
          headHash: orNull(Sha256),
        },
        "What of its ledger stands at the server.",
      ),
    ),
    restores: Type.Array(WaitingRestore, {
      maxItems: RESTORES_MAX,
      description: "Newest first; told to the managers of the building.",
    }),
    undoable: orNull(DoneRestore),
    glance: orNull(GatewayGlance),
  },
  "A gateway.",
);
export type PortalGateway = Static<typeof PortalGateway>;

/** GET /buildings/:buildingId/gateways, and the answer of a change. */
export const PortalGatewayList = strict(
  { gateways: Type.Array(PortalGateway, { maxItems: BUILDING_GATEWAYS_MAX }) },
  "Gateways by number.",
);
export type PortalGatewayList = Static<typeof PortalGatewayList>;

/** POST /buildings/:buildingId/gateways. */
export const EnrolByCode = strict(
  {
    code: Type.String({
      maxLength: 20,
      description: "As the gateway shows it; hyphens, spaces and small letters are taken.",
    }),
  },
  "The code of a gateway that is to belong to the building.",
);
export type EnrolByCode = Static<typeof EnrolByCode>;

/** POST /gateways/:gatewayId/transfer. */
export const GatewayTransfer = strict(
  { buildingId: BuildingId },
  "The building, of one's own as well, that the gateway is to belong to.",
);
export type GatewayTransfer = Static<typeof GatewayTransfer>;

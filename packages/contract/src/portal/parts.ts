/** Words that the messages of the portal share. */

import { Type } from "typebox";
import { Language, strict } from "../scalars.ts";
import { buildingRoles, portalRoles } from "./roles.ts";

/** Numbers that the server gives. */
const Id = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
export const PersonId = Type.Integer({ ...Id, description: "Number of an account." });
export const BuildingId = Type.Integer({ ...Id, description: "Number of a building." });
export const GatewayId = Type.Integer({ ...Id, description: "Number of a gateway." });
export const StayId = Type.Integer({ ...Id, description: "Number of a stay." });

/** Name of a person or a building: no control characters, no space at its ends. */
export const DisplayName = Type.String({
  pattern: "^[^\\s\\p{C}]([^\\p{C}]{0,78}[^\\s\\p{C}])?$",
  maxLength: 80,
  description: "1 to 80 characters.",
});
/** What a person is. */
export const PortalRoleName = Type.Enum(portalRoles, { description: "What a person is." });
/** What a person is in a building. */
export const BuildingRoleName = Type.Enum(buildingRoles, {
  description: "What a person is in a building.",
});
/** "02:00:00:00:00:16". */
export const Mac = Type.String({
  pattern: "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$",
  description: "MAC address of the gateway.",
});

/** Path of one building. */
export const BuildingPath = strict({ buildingId: BuildingId }, "Which building.");
/** Path of one gateway. */
export const GatewayPath = strict({ gatewayId: GatewayId }, "Which gateway.");
/** Path of one account. */
export const PersonPath = strict({ accountId: PersonId }, "Which account.");

/** A person who is given something; his account is made when there is none. */
export const personFields = { name: DisplayName, language: Language };

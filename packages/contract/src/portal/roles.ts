/** What a person is on the server: the words that the portal's rules of access are made of. */

/**
 * `operator` keeps the server and sees no figure; `manager` and `installer` are so in a building;
 * `tenant` has a stay behind a channel, now or in the past.
 */
export const portalRoles = ["operator", "manager", "installer", "tenant"] as const;
export type PortalRole = (typeof portalRoles)[number];

/** Roles that a right in a building gives. */
export const buildingRoles = ["manager", "installer"] as const;
export type BuildingRole = (typeof buildingRoles)[number];

/** One building: its gateways, people, stays and audit. */

export const building = {
  title: "Bâtiment",
};

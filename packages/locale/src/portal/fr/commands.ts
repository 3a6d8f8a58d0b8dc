/** Figures of a gateway on the portal, and what the gateway is asked to do. */

export const commands = {
  title: "Commandes",
};

/** The pages of managers, installers and the operator: all buildings, one of them, the server. */

import type { PortalPage } from "../shell/portal-page.ts";

/** In the order of the head. */
export const buildingPages: readonly PortalPage[] = [
  {
    name: "buildings",
    pattern: /^\/buildings$/,
    title: ({ pages: titles }) => titles.buildings,
    who: ["manager", "installer"],
    nav: "/buildings",
    groups: ["fleet"],
    load: async () => (await import("../fleet/fleet-page.tsx")).FleetPage,
  },
  {
    name: "building",
    pattern: /^\/buildings\/(\d{1,10})$/,
    title: ({ pages: titles }) => titles.buildings,
    who: ["manager", "installer", "operator"],
    groups: ["fleet", "building", "tunnel"],
    load: async () => {
      const { BuildingPage } = await import("./building-page.tsx");
      return ({ params: [buildingId] }) => (
        <BuildingPage key={buildingId} buildingId={Number(buildingId)} />
      );
    },
  },
  {
    name: "operator",
    pattern: /^\/operator$/,
    title: ({ pages: titles }) => titles.operator,
    who: ["operator"],
    nav: "/operator",
    groups: ["fleet"],
    load: async () => (await import("../operator/operator-page.tsx")).OperatorPage,
  },
];

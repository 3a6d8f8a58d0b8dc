/** The pages of a gateway's figures and of what it is asked to do. */

import type { PortalPage } from "../shell/portal-page.ts";

const staff = ["manager", "installer"] as const;
const managers = ["manager"] as const;

/** By address; see shell/pages.tsx. */
export const figurePages: readonly PortalPage[] = [
  {
    name: "gateway-counters",
    pattern: /^\/gateways\/(\d{1,10})\/counters$/,
    title: ({ pages }) => pages.counters,
    who: staff,
    under: "/buildings",
    groups: ["commands"],
    gatewayWords: true,
    load: async () => {
      const { GatewayCounters } = await import("./counters-page.tsx");
      return ({ params: [id] }) => <GatewayCounters key={id} gatewayId={Number(id)} />;
    },
  },
  {
    name: "gateway-channel",
    pattern: /^\/gateways\/(\d{1,10})\/channels\/(\d{1,3})$/,
    title: ({ pages }) => pages.counters,
    who: staff,
    under: "/buildings",
    groups: ["commands"],
    gatewayWords: true,
    load: async () => {
      const { GatewayChannel } = await import("./channel-page.tsx");
      return ({ params: [id, no] }) => (
        <GatewayChannel key={`${id} ${no}`} gatewayId={Number(id)} channelNo={Number(no)} />
      );
    },
  },
  {
    name: "gateway-mail",
    pattern: /^\/gateways\/(\d{1,10})\/mail$/,
    title: ({ pages }) => pages.reports,
    who: managers,
    under: "/buildings",
    groups: ["commands"],
    gatewayWords: true,
    load: async () => {
      const { GatewayMailPage } = await import("./mail-page.tsx");
      return ({ params: [id] }) => <GatewayMailPage key={id} gatewayId={Number(id)} />;
    },
  },
  {
    name: "gateway-commands",
    pattern: /^\/gateways\/(\d{1,10})\/commands$/,
    title: ({ pages }) => pages.commands,
    who: staff,
    under: "/buildings",
    groups: ["commands"],
    gatewayWords: true,
    load: async () => {
      const { CommandsPage } = await import("../commands/commands-page.tsx");
      return ({ params: [id] }) => <CommandsPage key={id} gatewayId={Number(id)} />;
    },
  },
  {
    name: "gateway-settings",
    pattern: /^\/gateways\/(\d{1,10})\/settings$/,
    title: ({ pages }) => pages.settings,
    who: managers,
    under: "/buildings",
    groups: ["commands"],
    gatewayWords: true,
    load: async () => {
      const { SettingsPage } = await import("../commands/settings-page.tsx");
      return ({ params: [id] }) => <SettingsPage key={id} gatewayId={Number(id)} />;
    },
  },
];

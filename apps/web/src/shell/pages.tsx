/**
 * The pages by address. COUNTERS comes with the first script; every other page is brought when it is
 * asked for and imports its own styles. A page with a `nav` stands in the head for those roles.
 */

import type { Role } from "@mega/contract";
import type { FirstWords } from "@mega/locale";
import type { ComponentType } from "preact";
import { CountersPage } from "../counters/counters-page.tsx";
import { table } from "../state/readings.ts";
import type { PageProps } from "./page-props.ts";

/** A page of the gateway. */
export interface Page {
  readonly name: string;
  /** The address; a group is a parameter. */
  readonly pattern: RegExp;
  /** What stands in the browser's title. */
  readonly title: (words: FirstWords) => string;
  /** The place in the head: where it leads, for whom, and when it is worth one. */
  readonly nav?: {
    readonly path: string;
    readonly roles: readonly Role[];
    readonly when?: () => boolean;
  };
  /** Whether the words that come first are all it says; else every word comes with its script. */
  readonly saysLittle?: true;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

const staff = ["owner", "installer", "manager", "integrator"] as const;

/** The pages, in the order of the head. */
export const pages: readonly Page[] = [
  {
    name: "counters",
    pattern: /^\/(?:counters)?$/,
    title: ({ shell }) => shell.counters,
    nav: { path: "/", roles: staff },
    saysLittle: true,
    load: async () => CountersPage,
  },
  {
    name: "config",
    pattern: /^\/config$/,
    title: ({ doors }) => doors.pages.config,
    nav: { path: "/config", roles: ["owner", "installer"] },
    load: async () => (await import("../config/config-page.tsx")).ConfigPage,
  },
  {
    name: "channel",
    pattern: /^\/channels\/(\d{1,3})$/,
    title: ({ shell }) => shell.counters,
    load: async () => {
      const { ChannelPage } = await import("../channel/channel-page.tsx");
      return ({ params }) => <ChannelPage key={params[0]} channelNo={Number(params[0])} />;
    },
  },
  {
    name: "quarantine",
    pattern: /^\/quarantine$/,
    title: ({ doors }) => doors.pages.quarantine,
    nav: {
      path: "/quarantine",
      roles: ["owner", "installer", "manager"],
      when: () => (table.value?.rows ?? []).some(({ state }) => state === "quarantined"),
    },
    load: async () => (await import("../quarantine/quarantine-page.tsx")).QuarantinePage,
  },
  {
    name: "bus",
    pattern: /^\/bus$/,
    title: ({ doors }) => doors.pages.bus,
    nav: { path: "/bus", roles: ["owner", "installer", "integrator"] },
    load: async () => (await import("../bus/bus-page.tsx")).BusPage,
  },
  {
    name: "accounts",
    pattern: /^\/accounts$/,
    title: ({ doors }) => doors.pages.accounts,
    nav: { path: "/accounts", roles: ["owner", "manager"] },
    load: async () => (await import("../accounts/accounts-page.tsx")).AccountsPage,
  },
  {
    name: "tokens",
    pattern: /^\/tokens$/,
    title: ({ doors }) => doors.pages.tokens,
    nav: { path: "/tokens", roles: ["owner", "integrator"] },
    load: async () => (await import("../tokens/tokens-page.tsx")).TokensPage,
  },
  {
    name: "audit",
    pattern: /^\/audit$/,
    title: ({ doors }) => doors.pages.audit,
    nav: { path: "/audit", roles: ["owner", "manager"] },
    load: async () => (await import("../audit/audit-page.tsx")).AuditPage,
  },
  {
    name: "tenant",
    pattern: /^\/me$/,
    title: ({ doors }) => doors.pages.tenant,
    load: async () => (await import("../tenant/tenant-page.tsx")).TenantPage,
  },
  {
    name: "claim",
    pattern: /^\/claim$/,
    title: ({ doors }) => doors.pages.claim,
    load: async () => (await import("../claim/claim-page.tsx")).ClaimPage,
  },
  {
    name: "invitation",
    pattern: /^\/invitations\/([^/]{1,64})$/,
    title: ({ doors }) => doors.pages.welcome,
    load: async () => (await import("../claim/invitation-page.tsx")).InvitationPage,
  },
  {
    name: "lost",
    pattern: /^\/lost$/,
    title: ({ doors }) => doors.pages.lost,
    load: async () => (await import("../claim/lost-page.tsx")).LostPage,
  },
  {
    name: "login",
    pattern: /^\/login$/,
    title: ({ access }) => access.login,
    saysLittle: true,
    load: async () => (await import("../login/login-page.tsx")).LoginPage,
  },
];

/** The page at a path, with its parameters; undefined where there is none. */
export function pageAt(
  path: string,
): { readonly page: Page; readonly params: readonly string[] } | undefined {
  for (const page of pages) {
    const found = page.pattern.exec(path);
    if (found !== null) return { page, params: found.slice(1) };
  }
  return undefined;
}

/**
 * The portal's pages by address, in the order of the head. Each is brought when it is asked for, with
 * its styles and the words that it says, so that a tenant's telephone loads no page of a manager. A
 * page with a `nav` stands in the head for its roles; the first of them is where a login leads.
 */

import type { PortalRole } from "@mega/contract";
import { buildingPages } from "../building/pages.tsx";
import { figurePages } from "../figures/pages.tsx";
import type { PortalPage } from "./portal-page.ts";

/** The pages. */
export const pages: readonly PortalPage[] = [
  ...buildingPages,
  ...figurePages,
  {
    name: "tenant",
    pattern: /^\/me$/,
    title: ({ pages: titles }) => titles.tenant,
    who: ["tenant"],
    nav: "/me",
    groups: ["tenant"],
    load: async () => (await import("../tenant/tenant-page.tsx")).TenantPage,
  },
  {
    name: "own-channel",
    pattern: /^\/me\/gateways\/(\d{1,10})\/channels\/(\d{1,3})$/,
    title: ({ pages: titles }) => titles.tenant,
    who: ["tenant"],
    groups: ["tenant"],
    load: async () => {
      const { OwnChannelPage } = await import("../tenant/own-channel-page.tsx");
      return ({ params: [gatewayId, channelNo] }) => (
        <OwnChannelPage
          key={`${gatewayId} ${channelNo}`}
          gatewayId={Number(gatewayId)}
          channelNo={Number(channelNo)}
        />
      );
    },
  },
  {
    name: "account",
    pattern: /^\/account$/,
    title: ({ pages: titles }) => titles.account,
    who: "anyone",
    nav: "/account",
    load: async () => (await import("../account/account-page.tsx")).AccountPage,
  },
  {
    name: "login",
    pattern: /^\/login$/,
    title: ({ pages: titles }) => titles.login,
    who: "open",
    load: async () => (await import("../login/login-page.tsx")).LoginPage,
  },
  {
    name: "invitation",
    pattern: /^\/invitation$/,
    title: ({ pages: titles }) => titles.invitation,
    who: "open",
    load: async () => (await import("../login/invitation-page.tsx")).InvitationPage,
  },
  {
    name: "reset",
    pattern: /^\/reset$/,
    title: ({ pages: titles }) => titles.reset,
    who: "open",
    load: async () => (await import("../login/reset-page.tsx")).ResetPage,
  },
];

/** The page at a path, with its parameters; undefined where there is none. */
export function pageAt(
  path: string,
): { readonly page: PortalPage; readonly params: readonly string[] } | undefined {
  for (const page of pages) {
    const found = page.pattern.exec(path);
    if (found !== null) return { page, params: found.slice(1) };
  }
  return undefined;
}

/** Whether a person with these roles may open a page; null is nobody. */
export function mayOpen(
  { who }: Pick<PortalPage, "who">,
  roles: readonly PortalRole[] | null,
): boolean {
  if (who === "open") return true;
  if (roles === null) return false;
  return who === "anyone" || roles.some((role) => who.includes(role));
}

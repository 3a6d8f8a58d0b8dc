/**
 * The portal's pages by address, in the order of the head. Each is brought when it is asked for, with
 * its styles and the words that it says, so that a tenant's telephone loads no page of a manager. A
 * page with a `nav` stands in the head for its roles; the first of them is where a login leads.
 */

import type { PortalRole } from "@mega/contract";
import type { PortalGroup, PortalWords } from "@mega/locale";
import type { ComponentType } from "preact";
import type { PageProps } from "../../shell/page-props.ts";
import { buildingPages } from "../building/pages.tsx";
import { figurePages } from "../figures/pages.tsx";

/** A page of the portal. */
export interface PortalPage {
  readonly name: string;
  /** The address; a group is a parameter. */
  readonly pattern: RegExp;
  /** What stands in the head and in the browser's title. */
  readonly title: (words: PortalWords["shell"]) => string;
  /** `open`: nobody needs to be logged in. `anyone`: every account, also one without a role. */
  readonly who: readonly PortalRole[] | "open" | "anyone";
  /** Where its place in the head leads. */
  readonly nav?: string;
  /** Groups of words beside the frame's. */
  readonly groups?: readonly PortalGroup[];
  /** Whether it says every word of a gateway's pages, too. */
  readonly gatewayWords?: true;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

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

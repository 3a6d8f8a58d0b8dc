/** What a page of the portal is to the frame: a row of the table in pages.tsx. */

import type { PortalRole } from "@mega/contract";
import type { PortalGroup, PortalWords } from "@mega/locale";
import type { ComponentType } from "preact";
import type { PageProps } from "../../shell/page-props.ts";

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
  /** The `nav` of the page that it belongs to, where its address does not say so. */
  readonly under?: string;
  /** Groups of words beside the frame's. */
  readonly groups?: readonly PortalGroup[];
  /** Whether it says every word of a gateway's pages, too. */
  readonly gatewayWords?: true;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

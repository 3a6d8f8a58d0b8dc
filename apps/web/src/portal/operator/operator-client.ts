/** What the operator's pages ask and change. */

import type {
  BuildingList,
  NewBuilding,
  NewPortalAccount,
  PortalAccount,
  PortalAccountList,
} from "@mega/contract";
import { ask, query } from "../../api/request.ts";

/** The most that one answer holds; the same as the contract's. */
const PAGE_LENGTH = 1000;
/** Nobody looks through more on a page. */
const PAGES_MAX = 20;

/** All accounts by address, page by page. */
export async function fetchAccounts(): Promise<readonly PortalAccount[]> {
  const found: PortalAccount[] = [];
  for (let page = 0; page < PAGES_MAX; page++) {
    const after = query({ after: found.at(-1)?.email });
    const { accounts } = await ask<PortalAccountList>(`/accounts${after}`);
    found.push(...accounts);
    if (accounts.length < PAGE_LENGTH) break;
  }
  return found;
}

export const addAccount = (body: NewPortalAccount) =>
  ask<PortalAccount>("/accounts", { method: "POST", body });

export const disableAccount = (accountId: number, disabled: boolean) =>
  ask<PortalAccount>(`/accounts/${accountId}`, { method: "PUT", body: { disabled } });

export const removeFactor = (accountId: number) =>
  ask<PortalAccount>(`/accounts/${accountId}/second-factor`, { method: "DELETE" });

export const addBuilding = (body: NewBuilding) =>
  ask<BuildingList>("/buildings", { method: "POST", body });

/** The tenants who have an account, for the choice of the next one. */

import type { Account } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchAccounts } from "../api/access.ts";
import { mayAs } from "../state/login.ts";

/** By name; null for who may not manage accounts, and until they are known. */
export function useTenants(): readonly Account[] | null {
  const [tenants, setTenants] = useState<readonly Account[] | null>(null);
  const may = mayAs(["owner", "manager"]);
  useEffect(() => {
    if (!may) return;
    fetchAccounts().then(
      ({ accounts }) => setTenants(accounts.filter(({ role }) => role === "tenant")),
      // The period can begin without; the choice is left out.
      () => undefined,
    );
  }, [may]);
  return tenants;
}

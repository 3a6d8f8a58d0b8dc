/** Faults of the mail settings that no schema sees. Pure. */

import type { MailConfig } from "@mega/contract";
import { type ConfigProblem, shown } from "./schema-problems.ts";

/** Every such fault; none where no mail is configured. */
export function mailProblems(mail: MailConfig | undefined): ConfigProblem[] {
  if (mail === undefined) return [];
  const { account, password, cc = [], to } = mail;
  const found: ConfigProblem[] = [];
  if (account !== undefined && password === undefined) {
    found.push({ path: "/mail/password", value: "nothing", allowed: "the account's password" });
  }
  if (account === undefined && password !== undefined) {
    const allowed = "the account that the password belongs to";
    found.push({ path: "/mail/account", value: "nothing", allowed });
  }
  const seen = new Set([to.toLowerCase()]);
  for (const [index, address] of cc.entries()) {
    if (seen.has(address.toLowerCase())) {
      const allowed = "an address that stands once";
      found.push({ path: `/mail/cc/${index}`, value: shown(address), allowed });
    }
    seen.add(address.toLowerCase());
  }
  return found;
}

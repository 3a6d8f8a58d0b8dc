/**
 * The logins of the demo. It claims itself through the interface, with the setup code of its folder,
 * as a person does in the browser. Only the demo has passwords that are known.
 */

import type { InvitedAccount, Language, Role } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { acceptInvitation, claimGateway } from "./person.ts";

/** One login of the demo; the first is the owner. */
export interface DemoLogin {
  readonly role: Role;
  readonly name: string;
  readonly password: string;
  /** Channels of a tenant. */
  readonly channels: readonly number[];
}

/** Where and how the demo is claimed. */
export interface DemoClaim {
  readonly url: string;
  readonly setupCode: string;
  readonly logins: readonly DemoLogin[];
  readonly language: Language;
  /** When the tenant moved in, by channel; milliseconds since 1970 UTC. */
  readonly movedInMs: (channelNo: number) => number;
}

/** Claims the demo and makes its accounts. */
export async function claimDemo(claim: DemoClaim): Promise<void> {
  const { url, setupCode, logins, language, movedInMs } = claim;
  const [first, ...others] = logins;
  if (first === undefined) return;
  const owner = await claimGateway(url, setupCode, first);
  for (const { role, name, password, channels } of others) {
    const grants = channels.map((channelNo) => {
      return { channelNo, from: toUtcString(movedInMs(channelNo)), to: null };
    });
    const account = { name, role, language, email: null, grants };
    const { invitation } = await owner.ask<InvitedAccount>("POST", "/accounts", account);
    await acceptInvitation(url, invitation, password);
  }
}

/** The logins as they are printed. */
export function loginLines(logins: readonly DemoLogin[]): string[] {
  return logins.map(({ name, password }) => `  ${name.padEnd(12)}${password}`);
}

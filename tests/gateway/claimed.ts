// Enters a gateway as its owner: claims it with its setup code the first time, logs in afterwards.

import { claimGateway, logIn, type Person } from "../../apps/cli/src/demo/person.ts";

/** Who claims gateways in tests. */
export const owner = { name: "tester", password: "a bench without water" };

/** The owner of a gateway; the code is there while nobody has claimed it. */
export function enter(url: string, setupCode: string | undefined): Promise<Person> {
  return setupCode === undefined ? logIn(url, owner) : claimGateway(url, setupCode, owner);
}

/** Errors in who sees and who gets what. */

import { beside, type Mutant } from "../mutant.ts";

const limits = beside("apps/gateway/src/access/limits/tenant-limits.test.ts");

/** By whom they would harm. */
export const wrongPeople: readonly Mutant[] = [
  {
    name: "tenant-sees-neighbour",
    harm: "A tenant reads his neighbour's consumption hour by hour: when he sleeps, when he is away.",
    suites: [limits],
  },
  {
    name: "tenant-sees-before-his-stay",
    harm: "A tenant sees what the one before him used.",
    suites: [limits],
  },
  {
    name: "mail-sent-in-doubt-for-ever",
    harm: "A manager gets the same report again and again from a server that does not answer.",
    suites: [beside("apps/gateway/src/mail/delivery.test.ts")],
  },
  {
    name: "mail-forgotten-before-answer",
    harm: "A report counts as sent that no server took: after a restart nobody sends it.",
    suites: [beside("apps/gateway/src/mail/outbox.test.ts")],
  },
];

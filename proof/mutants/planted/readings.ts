/** Errors in what is made of a count. */

import { beside, fuzzing, type Mutant, year } from "../mutant.ts";

const judge = beside("packages/domain/src/reading/judge-reading.test.ts");
const round = beside("apps/gateway/src/acquisition/round-runner.test.ts");
const mailbox = beside("apps/gateway/src/acquisition/mqtt/mailbox.test.ts");
const message = beside("packages/profiles/src/mqtt/decode-message.test.ts");

/** By how a wrong count would be believed. */
export const wrongReadings: readonly Mutant[] = [
  {
    name: "import-export-swapped",
    harm: "A tenant pays for what his roof gave to the grid, and not for what he took.",
    suites: [round, year],
  },
  {
    name: "fall-booked-as-zero",
    harm: "A meter that was reset counts for nothing until it has caught up with its old index.",
    suites: [judge, year],
  },
  {
    name: "rollover-guessed",
    harm: "A fall from near the maximum is billed as a turn of the whole register, however steep.",
    suites: [judge],
  },
  {
    name: "jump-accepted",
    harm: "A wild figure of a meter is billed at once, and all true ones after it count as falls.",
    suites: [judge, year],
  },
  {
    name: "exchange-unseen",
    harm: "The index of another meter is taken for consumption of the tenant.",
    suites: [judge, round],
  },
  {
    name: "quarantine-counted",
    harm: "A reading that waits for a person already closes a month.",
    suites: [
      beside("packages/ledger/src/contract/ledger-contract.test.ts"),
      beside("apps/gateway/src/api/quarantine.test.ts"),
    ],
  },
  {
    name: "miss-as-last-count",
    harm: "A meter that was silent at the end of a month looks as if it had been read.",
    suites: [round, year],
  },
  {
    name: "missing-as-zero",
    harm: "A message without a figure is a reading of 0 kWh.",
    suites: [message, fuzzing("mqtt")],
  },
  {
    name: "unanswered-as-zero",
    harm: "A meter that does not answer is a reading of 0.",
    suites: [beside("packages/profiles/src/decode.test.ts")],
  },
  {
    name: "payload-unit-ignored",
    harm: "Watt-hours are billed as kilowatt-hours: a thousand times too much.",
    suites: [message, fuzzing("mqtt")],
  },
  {
    name: "retained-counted",
    harm: "A message from last week, kept by the broker, is a reading of today.",
    suites: [mailbox, fuzzing("mqtt")],
  },
  {
    name: "doubled-message-moves-time",
    harm: "A message that comes twice makes the first figure look newer than it is.",
    suites: [mailbox, year],
  },
];

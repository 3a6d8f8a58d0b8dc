/** Errors on the way to the disk. */

import { beside, fuzzing, type Mutant, powerCuts } from "../mutant.ts";

/** By what would be lost or altered without anybody noticing. */
export const wrongStorage: readonly Mutant[] = [
  {
    name: "acknowledged-before-commit",
    harm: "A reading that was reported as stored is gone after a power cut.",
    suites: [
      {
        file: "packages/ledger/src/sqlite/durability.wire.test.ts",
        tests: "killed at any moment",
      },
      powerCuts,
    ],
  },
  {
    name: "sync-skipped",
    harm: "What was committed stands in a cache only, and is gone after a power cut.",
    suites: [beside("packages/ledger/src/sqlite/opened-ledger.test.ts"), powerCuts],
  },
  {
    name: "round-in-halves",
    harm: "After a power cut half of a round is there: some tenants have a reading, others none.",
    suites: [beside("packages/ledger/src/sqlite/one-transaction.test.ts"), powerCuts],
  },
  {
    name: "chain-unchecked",
    harm: "An entry that was exchanged for another is not noticed.",
    suites: [beside("packages/ledger/src/entry/verify.test.ts"), fuzzing("entries")],
  },
];

/** Errors on the wire. */

import { beside, fuzzing, type Mutant, year } from "../mutant.ts";

const faults = beside("packages/modbus/src/master/wire-faults.test.ts");

/** By how bytes would become a count that no meter sent. */
export const wrongBytes: readonly Mutant[] = [
  {
    name: "crc-swallowed",
    harm: "A frame damaged on the line becomes a count of any size.",
    suites: [beside("packages/modbus/src/frame/frame.test.ts"), faults, fuzzing("rtu"), year],
  },
  {
    name: "telegram-checksum-swallowed",
    harm: "A telegram damaged on its way becomes a count of any size.",
    suites: [beside("packages/profiles/src/p1/telegram-framer.test.ts"), fuzzing("p1")],
  },
  {
    name: "late-reply-accepted",
    harm: "The answer to an earlier question is taken for another counter of the meter.",
    suites: [beside("packages/modbus/src/master/rtu-engine.test.ts"), faults],
  },
  {
    name: "other-units-reply-accepted",
    harm: "A neighbour's meter answers for the tenant's.",
    suites: [beside("packages/modbus/src/master/mbap-engine.test.ts"), fuzzing("mbap")],
  },
];

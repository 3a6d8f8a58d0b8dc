import { movedClock, systemClock } from "@mega/domain";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import { freshPath } from "../sqlite/testing/small-ledger.ts";
import { workerLedgerHost } from "../sqlite/worker-ledger-host.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { memoryLedgerHost } from "./memory-ledger-host.ts";
import { firstDueAtMs } from "./test-events.ts";

ledgerContract("memory", async () =>
  memoryLedgerHost({ clock: movedClock({ startMs: firstDueAtMs }) }),
);
ledgerContract("SQLite inline", () =>
  inlineLedgerHost({ path: freshPath(), clock: movedClock({ startMs: firstDueAtMs }) }),
);
ledgerContract("SQLite in its thread", () =>
  workerLedgerHost({ path: freshPath(), clock: systemClock() }),
);

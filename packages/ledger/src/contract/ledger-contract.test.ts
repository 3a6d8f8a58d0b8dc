import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock, systemClock } from "@mega/domain";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import { workerLedgerHost } from "../sqlite/worker-ledger-host.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { memoryLedgerHost } from "./memory-ledger-host.ts";
import { firstDueAtMs } from "./test-events.ts";

const freshPath = () => join(mkdtempSync(join(tmpdir(), "mega-ledger-")), "ledger.db");

ledgerContract("memory", async () =>
  memoryLedgerHost({ clock: movedClock({ startMs: firstDueAtMs }) }),
);
ledgerContract("SQLite inline", () =>
  inlineLedgerHost({ path: freshPath(), clock: movedClock({ startMs: firstDueAtMs }) }),
);
ledgerContract("SQLite in its thread", () =>
  workerLedgerHost({ path: freshPath(), clock: systemClock() }),
);

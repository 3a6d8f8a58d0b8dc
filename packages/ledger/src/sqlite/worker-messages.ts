/** What passes between the main thread and the ledger's. */

import type { ErrorCode, MonthKey, SourceNo } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import type { LedgerView } from "../append/state.ts";
import type { Stamp } from "../append/write-batch.ts";
import type { VerifyProgress } from "../entry/verify.ts";

/** A question to the ledger's thread; `id` comes back with the answer. */
export type WorkerRequest = { readonly id: number } & WorkerCall;

/** What can be asked. */
export type WorkerCall =
  | { readonly call: "append"; readonly events: readonly LedgerEvent[]; readonly stamp: Stamp }
  | { readonly call: "readingsAround"; readonly args: readonly [SourceNo, number] }
  | {
      readonly call: "readingsBetween";
      readonly args: readonly [SourceNo, number, number, number];
    }
  | { readonly call: "closedMonths"; readonly args: readonly [number, MonthKey] }
  | { readonly call: "readingEvidence"; readonly args: readonly [SourceNo, number] }
  | { readonly call: "entries"; readonly args: readonly [number, number] }
  | { readonly call: "verify"; readonly fromSeq: number }
  | { readonly call: "rebuildProjections" }
  | { readonly call: "eraseMonthKeys"; readonly args: readonly [MonthKey, SourceNo | undefined] }
  | { readonly call: "backupTo"; readonly path: string }
  | { readonly call: "close" };

/** What comes back; the first answer, of id 0, says that the ledger is open. */
export type WorkerAnswer =
  | {
      readonly kind: "done";
      readonly id: number;
      readonly result: unknown;
      /** Present after a commit. */
      readonly view?: LedgerView;
    }
  | {
      readonly kind: "failed";
      readonly id: number;
      /** Null for a bug of our own. */
      readonly code: ErrorCode | null;
      readonly message: string;
      readonly hint: string | null;
      readonly context: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "progress"; readonly id: number; readonly progress: VerifyProgress };

/** What passes between the main thread and the ledger's. */

import type { ErrorCode, MonthKey, SourceNo } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import type { FactPlace } from "../append/fold.ts";
import type { LedgerView } from "../append/state.ts";
import type { Stamp } from "../append/write-batch.ts";
import type { LedgerFact } from "../entry/facts.ts";
import type { VerifyProgress } from "../entry/verify.ts";
import type { CopyLimits, LedgerStorage } from "./ledger-host.ts";

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
  | { readonly call: "entriesToCopy"; readonly args: readonly [number, CopyLimits] }
  | { readonly call: "verify"; readonly fromSeq: number }
  | { readonly call: "rebuildProjections" }
  | {
      readonly call: "eraseMonthKeys";
      readonly args: readonly [MonthKey, SourceNo | undefined];
      readonly stamp: Stamp;
    }
  | { readonly call: "backupTo"; readonly path: string }
  | { readonly call: "close" };

/** One entry as far as the view follows from it. */
interface ViewStep {
  readonly fact: LedgerFact;
  readonly place: FactPlace;
}

/**
 * How the view changed. After a commit its entries are enough: the main thread folds them itself,
 * because copying the state of a large building for every round would hold the pages up.
 */
export type ViewChange =
  | { readonly kind: "steps"; readonly steps: readonly ViewStep[] }
  | { readonly kind: "whole"; readonly view: LedgerView; readonly storage: LedgerStorage };

/** What comes back; the first answer, of id 0, says that the ledger is open. */
export type WorkerAnswer =
  | {
      readonly kind: "done";
      readonly id: number;
      readonly result: unknown;
      readonly change: ViewChange | null;
    }
  | {
      readonly kind: "failed";
      readonly id: number;
      /** Null for a bug of our own. */
      readonly code: ErrorCode | null;
      readonly message: string;
      readonly hint: string | null;
      readonly context: Readonly<Record<string, unknown>>;
      /** Present when the file was opened again: what was not acknowledged may be stored. */
      readonly change: ViewChange | null;
    }
  | { readonly kind: "progress"; readonly id: number; readonly progress: VerifyProgress };

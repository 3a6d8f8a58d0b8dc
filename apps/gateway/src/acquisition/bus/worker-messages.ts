/** What crosses between the main thread and the bus worker: questions with a number, answers to it. */

import type { WatchCall } from "../../bus-watch/remote-watch.ts";
import type { BusReport } from "./bus-host.ts";
import type { MeterQuestion, RangeAnswer } from "./meter-question.ts";
import type { BusSpecification } from "./open-bus.ts";

/** What the worker is started with. */
export interface BusWorkerData {
  readonly buses: readonly BusSpecification[];
}

export type ToBusWorker =
  | { readonly kind: "start"; readonly id: number }
  | { readonly kind: "read"; readonly id: number; readonly question: MeterQuestion }
  | { readonly kind: "statistics"; readonly id: number }
  | { readonly kind: "watch"; readonly id: number; readonly call: WatchCall }
  | { readonly kind: "stop"; readonly id: number };

export type FromBusWorker =
  | { readonly kind: "done"; readonly id: number }
  | { readonly kind: "answers"; readonly id: number; readonly answers: readonly RangeAnswer[] }
  | { readonly kind: "reports"; readonly id: number; readonly reports: readonly BusReport[] }
  | { readonly kind: "watched"; readonly id: number; readonly answer: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

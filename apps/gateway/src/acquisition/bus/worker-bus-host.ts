/** The buses in a thread of their own. A worker that ends is a bug and ends the gateway's reads. */

import { Worker } from "node:worker_threads";
import { assert, MegaError, systemClock } from "@mega/domain";
import { remoteWatch } from "../../bus-watch/remote-watch.ts";
import type { BusHost } from "./bus-host.ts";
import type { RangeAnswer } from "./meter-question.ts";
import type { BusSpecification } from "./open-bus.ts";
import type { BusWorkerData, FromBusWorker, ToBusWorker } from "./worker-messages.ts";

interface Pending {
  readonly resolve: (reply: FromBusWorker) => void;
  readonly reject: (error: Error) => void;
}

type Asked<T> = T extends { id: number } ? Omit<T, "id"> : never;

/** Starts the worker; nothing is opened before `start`. `onLost` hears of a worker that ended. */
export function workerBusHost(
  buses: readonly BusSpecification[],
  onLost: (error: Error) => void,
): BusHost {
  const data: BusWorkerData = { buses };
  const worker = new Worker(new URL("./bus-worker.ts", import.meta.url), { workerData: data });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let stopping = false;
  let askedToStop = false;

  worker.on("message", (reply: FromBusWorker) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.kind === "failed") {
      waiting?.reject(new MegaError("LINK_UNAVAILABLE", `The bus worker failed: ${reply.message}`));
    } else {
      waiting?.resolve(reply);
    }
  });
  worker.on("error", lost);
  worker.on("exit", () => lost(new Error("The bus worker ended.")));

  function lost(error: Error): void {
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
    if (!stopping) onLost(error);
    stopping = true;
  }

  function ask(message: Asked<ToBusWorker>): Promise<FromBusWorker> {
    if (stopping && message.kind !== "stop") {
      return Promise.reject(new MegaError("LINK_UNAVAILABLE", "The bus worker is stopped"));
    }
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ ...message, id } as ToBusWorker);
    });
  }

  const watch = remoteWatch(async (call) => {
    const reply = await ask({ kind: "watch", call });
    assert(reply.kind === "watched", "a call of the watch is answered in kind");
    return reply.answer;
  });

  return {
    ...watch,
    async start() {
      await ask({ kind: "start" });
    },
    async readMeter(question) {
      const reply = await ask({ kind: "read", question }).catch((error: Error) => {
        // A round that outlasts the buses keeps what its other meters have answered.
        if (!askedToStop) throw error;
        return { kind: "answers", id: 0, answers: question.ranges.map(stopped) } as const;
      });
      assert(reply.kind === "answers", "a read is answered with ranges");
      return reply.answers;
    },
    async statistics() {
      const reply = await ask({ kind: "statistics" });
      assert(reply.kind === "reports", "statistics are answered with reports");
      return reply.reports;
    },
    async stop() {
      if (stopping) return;
      askedToStop = true;
      const done = ask({ kind: "stop" });
      stopping = true;
      await done.catch(() => undefined);
      await worker.terminate();
    },
  };
}

function stopped(): RangeAnswer {
  const endedAtMs = systemClock().nowMs();
  return { kind: "none", reason: "bus-down", detail: "the buses were stopped", endedAtMs };
}

/** Gathers the exchanges of one unit while a question runs: what was sent, and all that came. */

import type { BusMaster, ExchangeTrace, FrameTrace, Transport } from "@mega/modbus";
import { exchangeClassOf, unitOf } from "../recorder/bus-recorder.ts";
import type { ExchangeEvidence } from "../watched-buses.ts";

/** Exchanges of one recording. */
const EXCHANGES_MAX = 128;
/** Bytes of what came for one question; noise without an end is cut. */
const RECEIVED_BYTES_MAX = 512;

interface Open {
  readonly atMs: number;
  readonly sent: Uint8Array;
  readonly received: number[];
}

/**
 * Runs a task and gathers what crossed the line for a unit meanwhile. A round that asks the same
 * unit at the same time is seen as well: it is the same meter.
 */
export async function recordExchanges<Result>(
  { master, transport }: { readonly master: BusMaster; readonly transport: Transport },
  unit: number,
  task: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly exchanges: readonly ExchangeEvidence[] }> {
  const exchanges: ExchangeEvidence[] = [];
  let open: Open | undefined;
  const onFrame = ({ kind, bytes, atMs }: FrameTrace) => {
    if (kind === "sent") {
      open = unitOf(transport, bytes) === unit ? { atMs, sent: bytes, received: [] } : undefined;
    } else if (open !== undefined && open.received.length < RECEIVED_BYTES_MAX) {
      open.received.push(...bytes.subarray(0, RECEIVED_BYTES_MAX - open.received.length));
    }
  };
  const onExchange = (trace: ExchangeTrace) => {
    if (trace.kind === "late" || trace.unit !== unit || open === undefined) return;
    if (exchanges.length < EXCHANGES_MAX) {
      exchanges.push({
        atMs: open.atMs,
        sent: open.sent,
        received: Uint8Array.from(open.received),
        kind: exchangeClassOf(trace.kind),
        exceptionCode: trace.code,
        turnaroundMs: trace.turnaroundMs,
      });
    }
    open = undefined;
  };
  const endings = [master.onFrame(onFrame), master.onExchange(onExchange)];
  try {
    return { result: await task(), exchanges };
  } finally {
    for (const end of endings) end();
  }
}

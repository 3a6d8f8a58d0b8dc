/** Gathers the exchanges of one unit while a question runs: what was sent, and all that came. */

import type { BusMaster, ExchangeTrace, FrameTrace, Transport } from "@mega/modbus";
import { exchangeClassOf, unitOf } from "../recorder/bus-recorder.ts";
import { endedAs } from "../recorder/reply-shape.ts";
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
    if (open === undefined) return;
    if (trace.kind === "late") {
      // What came so far answers an earlier question.
      open.received.length = 0;
      return;
    }
    if (trace.unit !== unit) return;
    if (exchanges.length < EXCHANGES_MAX) {
      const { atMs, sent } = open;
      const received = Uint8Array.from(open.received);
      const kind = exchangeClassOf(trace.kind);
      exchanges.push({
        atMs,
        sent,
        received,
        kind: transport === "rtu" ? endedAs(kind, sent, received) : kind,
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

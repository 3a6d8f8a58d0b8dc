// A building of 128 meters as its gateway hands it over: a ledger with real rounds, and its keys.

import { movedClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { type SentLedger, sentLedger } from "../../../apps/server/src/testing/sent-ledger.ts";
import { beginning, firstDueAtMs, roundOf, store } from "../ledger/build-ledger.ts";
import { ledgerMeters } from "../ledger/meters.ts";

const HOUR_MS = 3_600_000;

/** What is sent, and where its rounds begin. */
export interface SentBuilding {
  readonly ledger: SentLedger;
  readonly meters: number;
  /** The number of the first round's entry, which follows its keys. */
  readonly firstRoundSeq: number;
}

/**
 * Builds it: 32 meters on a line and 96 that publish by MQTT, by the hour.
 *
 * @param roundAt What its meters tell in an hour, where it is not what they always do
 */
export async function sentBuilding(
  rounds: number,
  roundAt: typeof roundOf = roundOf,
): Promise<SentBuilding> {
  const meters = ledgerMeters({ bus: 32, mqtt: 96, p1: 0 });
  const keys: Uint8Array[] = [];
  const clock = movedClock({ startMs: firstDueAtMs });
  const makeKey = () => {
    const key = crypto.getRandomValues(new Uint8Array(32));
    keys.push(key);
    return key;
  };
  const clockTrust = () => ({ state: "S", offsetMs: 0 }) as const;
  const host = await inlineLedgerHost({ path: ":memory:", clock, clockTrust, makeKey });
  await store(host, beginning(meters));
  for (let hour = 0; hour < rounds; hour++) {
    await clock.advanceTo(firstDueAtMs + hour * HOUR_MS + 60_000);
    await store(host, [roundAt(meters, hour)]);
  }
  const ledger = await sentLedger(host, keys);
  await host.close();
  const firstRoundSeq = ledger.entries.length - rounds + 1;
  return { ledger, meters: meters.length, firstRoundSeq };
}

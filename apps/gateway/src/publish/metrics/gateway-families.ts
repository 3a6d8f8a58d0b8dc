/** Figures of the gateway itself. Pure. */

import { decimalText } from "@mega/domain";
import type { Family } from "@mega/http";

/** What is told of the gateway. */
export interface GatewayMetrics {
  readonly version: string;
  readonly startedAtMs: number;
  /** Entries of the ledger. */
  readonly entries: number;
  /** Readings that wait for a decision. */
  readonly waiting: number;
  readonly unstoredRounds: number;
  readonly clockSynchronised: boolean;
  /** Connections to brokers: of MQTT meters, and those that are published to. */
  readonly brokers: readonly {
    readonly broker: string;
    readonly use: "meters" | "publish";
    readonly connected: boolean;
  }[];
}

/** The families of the gateway. */
export function gatewayFamilies(facts: GatewayMetrics): readonly Family[] {
  const gauge = (name: string, help: string, value: string): Family => {
    return { kind: "gauge", name, help, samples: [{ labels: {}, value }] };
  };
  const started = decimalText({ amount: facts.startedAtMs, decimals: 3 });
  return [
    {
      kind: "gauge",
      name: "mega_build_info",
      help: "1, with the version of the gateway.",
      samples: [{ labels: { version: facts.version }, value: "1" }],
    },
    gauge("mega_start_time_seconds", "When the gateway was started.", started),
    {
      kind: "counter",
      name: "mega_ledger_entries_total",
      help: "Entries of the ledger.",
      samples: [{ labels: {}, value: String(facts.entries) }],
    },
    gauge("mega_quarantined_readings", "Readings that wait.", String(facts.waiting)),
    gauge("mega_unstored_rounds", "Rounds that wait for the disk.", String(facts.unstoredRounds)),
    gauge(
      "mega_clock_synchronised",
      "1 while the clock is synchronised.",
      facts.clockSynchronised ? "1" : "0",
    ),
    {
      kind: "gauge",
      name: "mega_mqtt_connected",
      help: "1 while every connection to the broker stands, for its meters or for publishing.",
      samples: facts.brokers.map(({ broker, use, connected }) => ({
        labels: { broker, use },
        value: connected ? "1" : "0",
      })),
    },
  ];
}

/** Figures of the upload to the server; none where nothing leaves the gateway. Pure. */

import type { ServerState } from "@mega/contract";
import { decimalText, parseInstant } from "@mega/domain";
import type { Family } from "@mega/http";
import type { UplinkCounts } from "../../uplink/attempt-log.ts";

/** The families of the server. */
export function serverFamilies(state: ServerState, counts: UplinkCounts | null): readonly Family[] {
  if (counts === null) return [];
  const one = (
    kind: "counter" | "gauge",
    name: string,
    help: string,
    value: number | string | null,
  ): Family => {
    return { kind, name, help, samples: value === null ? [] : [{ labels: {}, value: `${value}` }] };
  };
  const uploadedMs = state.lastUploadAt === null ? undefined : parseInstant(state.lastUploadAt);
  const uploadedAt =
    uploadedMs === undefined ? null : decimalText({ amount: uploadedMs, decimals: 3 });
  return [
    one(
      "gauge",
      "mega_server_connected",
      "1 while the server answers and takes what is sent.",
      state.state === "connected" ? 1 : 0,
    ),
    one(
      "gauge",
      "mega_server_last_upload_timestamp_seconds",
      "When the server last committed something new.",
      uploadedAt,
    ),
    one(
      "gauge",
      "mega_server_entries_waiting",
      "Entries of the ledger that the server has not committed.",
      state.entriesWaiting,
    ),
    one(
      "counter",
      "mega_server_batches_total",
      "Batches that the server committed, since the configuration was saved.",
      counts.batches,
    ),
    one(
      "counter",
      "mega_server_failures_total",
      "Attempts that came to nothing, since the configuration was saved.",
      counts.failures,
    ),
  ];
}

/**
 * The projections of ledger.db: readings by source and time, closed months, and the state at the
 * head. They are written with the entries in one transaction and can be derived again from them.
 */

import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { deserialize, serialize } from "node:v8";
import type { ClockState, MonthKey, SourceNo } from "@mega/domain";
import type { ClosedMonth, LedgerState } from "../append/state.ts";
import { sameBytes } from "../entry/cbor.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { codeOfStatus } from "../entry/status-codes.ts";
import { monthNumber } from "./month-number.ts";
import { PROJECTION_VERSION } from "./schema.ts";

/** What a projection is told about the entry of a fact. */
interface ProjectedEntry {
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly clockState: ClockState;
}

/** Writes projections. */
export interface Projector {
  project(fact: LedgerFact, entry: ProjectedEntry): void;
  /** A state that ends before the head is not saved: a version that understands more derives it. */
  saveState(state: LedgerState): void;
  /** Empties what was derived from readings whose keys are erased. */
  purge(beforeMonth: MonthKey, sourceNo: SourceNo | undefined): void;
  /** The state last saved; undefined when there is none that can be trusted. */
  loadState(): LedgerState | undefined;
}

/** Makes the projector of a database whose projection tables exist. */
export function makeProjector(db: DatabaseSync): Projector {
  const insertReading = db.prepare(
    `INSERT INTO p_readings
      (source_no, taken_at_ms, seq, count, code, accepted, discarded, decided_by, clock_state,
       month_no)
     VALUES (?, ?, ?, ?, ?, ?, 0, NULL, ?, ?)`,
  );
  const releaseReading = db.prepare(
    `UPDATE p_readings SET accepted = 1, decided_by = ?
     WHERE source_no = ? AND taken_at_ms = ? AND seq = ?`,
  );
  const discardReading = db.prepare(
    `UPDATE p_readings SET accepted = 0, discarded = 1, decided_by = ?
     WHERE source_no = ? AND taken_at_ms = ? AND seq = ?`,
  );
  const correctReading = db.prepare(
    `UPDATE p_readings SET accepted = 1, discarded = 0, decided_by = ?, count = ?
     WHERE source_no = ? AND taken_at_ms = ? AND seq = ?`,
  );
  const insertMonth = db.prepare(
    "INSERT INTO p_months (channel_no, month, revision, closed) VALUES (?, ?, ?, ?)",
  );
  const upsertState = db.prepare(
    `INSERT INTO p_state (id, version, seq, hash, state) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
       hash = excluded.hash, state = excluded.state`,
  );
  const purgeAll = db.prepare("UPDATE p_readings SET count = NULL WHERE month_no < ?");
  const purgeOne = db.prepare(
    "UPDATE p_readings SET count = NULL WHERE month_no < ? AND source_no = ?",
  );
  const dropState = db.prepare("DELETE FROM p_state");
  const selectState = db.prepare("SELECT version, hash, state FROM p_state WHERE id = 1");

  function projectRound(fact: Extract<LedgerFact, { kind: "RoundTaken" }>, entry: ProjectedEntry) {
    const monthNo = monthNumber(fact.month);
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      const { sourceNo, takenAtMs, count } = reading;
      const accepted = reading.status === "accepted" ? 1 : 0;
      const code = codeOfStatus(reading);
      insertReading.run(
        sourceNo,
        takenAtMs,
        entry.seq,
        count,
        code,
        accepted,
        entry.clockState,
        monthNo,
      );
    }
  }

  return {
    project(fact, entry) {
      switch (fact.kind) {
        case "RoundTaken":
          return projectRound(fact, entry);
        case "QuarantineReleased":
          releaseReading.run(entry.seq, fact.sourceNo, fact.takenAtMs, fact.seq);
          return;
        case "QuarantineDiscarded":
          discardReading.run(entry.seq, fact.sourceNo, fact.takenAtMs, fact.seq);
          return;
        case "ReadingCorrected":
          correctReading.run(entry.seq, fact.count, fact.sourceNo, fact.takenAtMs, fact.seq);
          return;
        case "MonthClosed": {
          const { kind: _kind, ...fields } = fact;
          const closed: ClosedMonth = {
            ...fields,
            closedAtMs: entry.recordedAtMs,
            seq: entry.seq,
          };
          insertMonth.run(fact.channelNo, fact.month, fact.revision, JSON.stringify(closed));
          return;
        }
        default:
          return;
      }
    },

    saveState(state) {
      if (state.notUnderstood !== null) {
        dropState.run();
        return;
      }
      const bytes = new Uint8Array(serialize(state));
      upsertState.run(PROJECTION_VERSION, state.head.seq, checksum(bytes), bytes);
    },

    purge(beforeMonth, sourceNo) {
      const before = monthNumber(beforeMonth);
      if (sourceNo === undefined) purgeAll.run(before);
      else purgeOne.run(before, sourceNo);
    },

    loadState() {
      const row = selectState.get();
      if (row === undefined || row["version"] !== PROJECTION_VERSION) return undefined;
      const hash = row["hash"];
      const bytes = row["state"];
      if (!(hash instanceof Uint8Array) || !(bytes instanceof Uint8Array)) return undefined;
      if (!sameBytes(hash, checksum(bytes))) return undefined;
      return deserialize(bytes) as LedgerState;
    },
  };
}

function checksum(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

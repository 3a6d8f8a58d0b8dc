/**
 * Questions for the readings of one source, answered as the gateway's own ledger does: by the instant
 * of the answer. Rows stand by the instant the round was due; an answer lies within some hours of it,
 * and the few that do not are looked through apart.
 */

import { assert, type ClockState, type SourceNo } from "@mega/domain";
import type { AcceptedReading, ReadingsAround, StoredReading } from "@mega/ledger";
import { type ColdReader, type UnpackedMonths, withCold } from "../cold/cold-questions.ts";
import { numberIn, numberOrNullIn, pairsIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import {
  isAccepted,
  lastPaired,
  NEAR_MS,
  NOT_ASKED,
  type ReadingCell,
  readingOf,
} from "./reading-row.ts";

/** Readings in one answer. */
const READINGS_MAX = 100_000;
/** Rows read at once while a neighbour is looked for. */
const ROWS_AT_ONCE = 16;
/** So far from an instant its neighbours are looked for first: few tables of months lie within. */
const REACH_MS = 40 * 86_400_000;
/** Beyond every instant that a ledger takes. */
const FAR_REACH_MS = 2 ** 50;
/** Rounds with answers far away that are looked through, of one ledger. */
const FAR_ROWS_MAX = 10_000;

/** One source of the rows: $1 gateway, $2 ledger, $3 source. */
const cells = `SELECT due_at_ms, seq, clock_state, mega_state(states, counts, $3) AS state,
    counts[$3] AS count, mega_offset_ms(offsets, $3) AS offset_ms, far_times, decisions
  FROM reading WHERE gateway_id = $1 AND ledger_no = $2
    AND mega_state(states, counts, $3) <> ${NOT_ASKED}`;

/**
 * The accepted readings next to an instant.
 *
 * @param unpacked Cold months that were unpacked for the same answer.
 */
export function readAround(
  tx: Transaction,
  place: LedgerPlace,
  { sourceNo, atMs }: { readonly sourceNo: SourceNo; readonly atMs: number },
  unpacked: UnpackedMonths = new Map(),
): Promise<ReadingsAround> {
  return withCold(tx, place, unpacked, async (cold) => {
    const far = (await readFar(tx, place, sourceNo, cold)).filter(isAccepted);
    const before = await nearest(tx, place, { sourceNo, atMs, older: true }, cold);
    const after = await nearest(tx, place, { sourceNo, atMs, older: false }, cold);
    const older = [...before, ...far].filter(({ takenAtMs }) => takenAtMs <= atMs);
    const newer = [...after, ...far].filter(({ takenAtMs }) => takenAtMs > atMs);
    const newest = older.sort(inOrder).at(-1);
    const oldest = newer.sort(inOrder)[0];
    return {
      ...(newest === undefined ? {} : { before: acceptedOf(newest) }),
      ...(oldest === undefined ? {} : { after: acceptedOf(oldest) }),
    };
  });
}

/** Readings of every status with fromMs ≤ takenAtMs < toMs, oldest first. */
export function readBetween(
  tx: Transaction,
  place: LedgerPlace,
  wanted: {
    readonly sourceNo: SourceNo;
    readonly fromMs: number;
    readonly toMs: number;
    readonly limit: number;
  },
  unpacked: UnpackedMonths = new Map(),
): Promise<readonly StoredReading[]> {
  const { sourceNo, fromMs, toMs, limit } = wanted;
  assert(limit >= 1 && limit <= READINGS_MAX, `a limit is 1 to ${READINGS_MAX}`);
  const due = { fromMs: fromMs - NEAR_MS, toMs: toMs + NEAR_MS };
  return withCold(tx, place, unpacked, async (cold) => {
    const rows = await tx.query(
      `${cells} AND due_at_ms >= $4 AND due_at_ms < $5 AND mega_offset_ms(offsets, $3) IS NOT NULL
       ORDER BY due_at_ms + mega_offset_ms(offsets, $3), seq LIMIT $6`,
      [place.gatewayId, place.ledgerNo, sourceNo, due.fromMs, due.toMs, READINGS_MAX],
    );
    const near = rows.map((row) => cellFromRow(row, sourceNo));
    const far = await readFar(tx, place, sourceNo, cold);
    return [...near, ...(await cold.near(tx, sourceNo, due)), ...far]
      .filter(({ takenAtMs }) => takenAtMs >= fromMs && takenAtMs < toMs)
      .sort(inOrder)
      .flatMap((cell) => readingOf(cell) ?? [])
      .slice(0, limit);
  });
}

interface Looked {
  readonly sourceNo: SourceNo;
  readonly atMs: number;
  /** Whether the one before is looked for, or the one after. */
  readonly older: boolean;
}

/** Accepted readings on one side of an instant, among them the nearest of those near their round. */
async function nearest(
  tx: Transaction,
  place: LedgerPlace,
  looked: Looked,
  cold: ColdReader,
): Promise<readonly ReadingCell[]> {
  const warm = await nearestWarm(tx, place, looked);
  const { sourceNo, older } = looked;
  return [...warm, ...(await cold.nearest(tx, sourceNo, looked, bestOf(warm, older)))];
}

async function nearestWarm(
  tx: Transaction,
  place: LedgerPlace,
  looked: Looked,
): Promise<readonly ReadingCell[]> {
  const found = await nearestWithin(tx, place, looked, REACH_MS);
  const best = bestOf(found, looked.older);
  // One at the edge of what was looked through may have a nearer neighbour behind it.
  const isSure = best !== undefined && Math.abs(best - looked.atMs) < REACH_MS - 2 * NEAR_MS;
  return isSure ? found : nearestWithin(tx, place, looked, FAR_REACH_MS);
}

async function nearestWithin(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { sourceNo, atMs, older }: Looked,
  reachMs: number,
): Promise<readonly ReadingCell[]> {
  const found: ReadingCell[] = [];
  const [beside, order] = older ? ["<", "DESC"] : [">", "ASC"];
  const sign = older ? 1 : -1;
  const endMs = atMs - sign * reachMs;
  let [dueAtMs, seq] = [atMs + sign * (NEAR_MS + 1), 0];
  for (;;) {
    const rows = await tx.query(
      `${cells} AND mega_offset_ms(offsets, $3) IS NOT NULL AND due_at_ms ${beside}= $4
         AND (due_at_ms, seq) ${beside} ($4, $5) AND due_at_ms ${older ? ">=" : "<="} $7
       ORDER BY due_at_ms ${order}, seq ${order} LIMIT $6`,
      [gatewayId, ledgerNo, sourceNo, dueAtMs, seq, ROWS_AT_ONCE, endMs],
    );
    for (const row of rows) {
      const cell = cellFromRow(row, sourceNo);
      const fits = older ? cell.takenAtMs <= atMs : cell.takenAtMs > atMs;
      if (fits && isAccepted(cell)) found.push(cell);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return found;
    [dueAtMs, seq] = [numberIn(last, "due_at_ms"), numberIn(last, "seq")];
    const best = bestOf(found, older);
    if (best === undefined) continue;
    // Rounds farther away cannot hold a nearer answer.
    if (older ? dueAtMs + NEAR_MS < best : dueAtMs - NEAR_MS > best) return found;
  }
}

/** The instant of the nearest; undefined when there is none. */
function bestOf(found: readonly ReadingCell[], older: boolean): number | undefined {
  const instants = found.map(({ takenAtMs }) => takenAtMs);
  if (instants.length === 0) return undefined;
  return older ? Math.max(...instants) : Math.min(...instants);
}

/** Readings that lie far from their round, in no order. */
async function readFar(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  sourceNo: SourceNo,
  cold: ColdReader,
): Promise<readonly ReadingCell[]> {
  const rows = await tx.query(
    `${cells} AND far_times IS NOT NULL AND mega_offset_ms(offsets, $3) IS NULL ORDER BY seq DESC LIMIT $4`,
    [gatewayId, ledgerNo, sourceNo, FAR_ROWS_MAX],
  );
  return [...rows.map((row) => cellFromRow(row, sourceNo)), ...(await cold.far(tx, sourceNo))];
}

function cellFromRow(row: Row, sourceNo: SourceNo): ReadingCell {
  const offsetMs = numberOrNullIn(row, "offset_ms");
  const takenAtMs =
    offsetMs === null
      ? lastPaired(pairsIn(row, "far_times"), sourceNo)
      : numberIn(row, "due_at_ms") + offsetMs;
  assert(takenAtMs !== null, "a source that was asked has an instant");
  return {
    sourceNo,
    seq: numberIn(row, "seq"),
    takenAtMs,
    clockState: textIn(row, "clock_state") as ClockState,
    state: numberIn(row, "state"),
    count: numberOrNullIn(row, "count"),
    decidedBy: lastPaired(pairsIn(row, "decisions"), sourceNo),
  };
}

function acceptedOf(cell: ReadingCell): AcceptedReading {
  const reading = readingOf(cell);
  assert(reading?.status === "accepted" && reading.count !== null, "only accepted ones are wanted");
  return { ...reading, status: "accepted", count: reading.count };
}

/** By time, and by entry where two have the same. */
function inOrder(a: ReadingCell, b: ReadingCell): number {
  return a.takenAtMs - b.takenAtMs || a.seq - b.seq;
}

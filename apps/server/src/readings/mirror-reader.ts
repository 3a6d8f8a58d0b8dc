/**
 * A mirrored ledger, asked as its gateway's own ledger is: the state at the head, readings, closed
 * months. What is drawn from it is drawn by the same code as on the gateway.
 */

import { assert, type ChannelNo, type MonthKey } from "@mega/domain";
import {
  type ClosedMonth,
  type LedgerHost,
  type LedgerState,
  type LedgerView,
  type OwnMaps,
  readFact,
  sameBytes,
} from "@mega/ledger";
import type { UnpackedMonths } from "../cold/cold-questions.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { readEntriesAt, readHashes } from "../mirror/entry-rows.ts";
import { readStanding, type StoredLedger } from "../mirror/stored-ledger.ts";
import { foldNext, loadState, saveState } from "./ledger-state.ts";
import { readAround, readBetween } from "./reading-questions.ts";
import { type RoundsAround, readRoundsAround } from "./rounds-around.ts";
import { type KnownState, type StateCache, statesOf } from "./state-cache.ts";
import type { ProjectedLedger } from "./store-projection.ts";

/** What the mirror of one gateway answers. */
export interface MirroredLedger
  extends Pick<LedgerHost, "readingsAround" | "readingsBetween" | "closedMonths"> {
  /** What stood at the head when it was first asked; undefined before the first entry. */
  state(): Promise<LedgerView | undefined>;
}

/** Entries folded behind a saved state before another one is saved. */
const SAVED_EVERY = 256;
/** Instants whose rounds are kept for further sources. */
const INSTANTS_MAX = 32;
/** Revisions of one month that are followed. */
const REVISIONS_MAX = 1000;

type Within = <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>;

interface Opened {
  readonly place: ProjectedLedger;
  readonly state: LedgerState;
}

/** A reader of the mirror of a gateway, for one answer: the mirror moves on. */
export function mirrorReader(database: ServerDatabase, gatewayId: number): MirroredLedger {
  const within: Within = (work) => database.as({ kind: "job" }, work);
  let opening: Promise<Opened | undefined> | undefined;
  const opened = () => {
    opening ??= open(within, gatewayId, statesOf(database));
    return opening;
  };
  const instants = new Map<number, Promise<RoundsAround>>();
  const unpacked: UnpackedMonths = new Map();
  const around = (place: ProjectedLedger, atMs: number) => {
    const known = instants.get(atMs);
    if (known !== undefined) return known;
    if (instants.size >= INSTANTS_MAX) instants.clear();
    const rounds = within((tx) => readRoundsAround(tx, place, atMs, unpacked));
    instants.set(atMs, rounds);
    return rounds;
  };
  return {
    state: async () => (await opened())?.state,
    async readingsAround(sourceNo, atMs) {
      const ledger = await opened();
      if (ledger === undefined) return {};
      const { place } = ledger;
      const found = (await around(place, atMs)).of(sourceNo);
      return found ?? within((tx) => readAround(tx, place, { sourceNo, atMs }, unpacked));
    },
    async readingsBetween(sourceNo, fromMs, toMs, limit) {
      const ledger = await opened();
      if (ledger === undefined) return [];
      const wanted = { sourceNo, fromMs, toMs, limit };
      return within((tx) => readBetween(tx, ledger.place, wanted, unpacked));
    },
    async closedMonths(channelNo, fromMonth) {
      const ledger = await opened();
      if (ledger === undefined) return [];
      return within((tx) => readClosed(tx, ledger, { channelNo, fromMonth }));
    },
  };
}

async function open(
  within: Within,
  gatewayId: number,
  states: StateCache,
): Promise<Opened | undefined> {
  const standing = await within((tx) => readStanding(tx, gatewayId));
  const ledger = standing?.ledger ?? null;
  if (ledger === null) return undefined;
  const { ledgerNo, ledgerId } = ledger;
  const place = { gatewayId, ledgerNo, ledgerId };
  const kept = { gatewayId, ledgerNo, pastChanges: ledger.pastChanges };
  const known = states.of(kept);
  const isThere = known !== undefined && (await isMirrored(within, place, ledger, known.state));
  const folded = await foldToHead(within, place, ledger, isThere ? known : undefined);
  states.keep(kept, folded);
  return { place, state: folded.state };
}

/** Whether a state is one of this ledger as it stands: a database may be an older copy of itself. */
async function isMirrored(
  within: Within,
  place: ProjectedLedger,
  { headSeq, headHash }: StoredLedger,
  { head }: LedgerState,
): Promise<boolean> {
  if (head.seq >= headSeq) return head.seq === headSeq && sameBytes(head.hash, headHash);
  const hashes = await within((tx) =>
    readHashes(tx, place, { fromSeq: head.seq, toSeq: head.seq }),
  );
  const hash = hashes.get(head.seq);
  return hash !== undefined && sameBytes(hash, head.hash);
}

/** Folds from what is known, or was saved, up to the head; each page in a transaction of its own. */
async function foldToHead(
  within: Within,
  place: ProjectedLedger,
  { pastChanges, headSeq }: StoredLedger,
  known: KnownState | undefined,
): Promise<KnownState> {
  let state = known?.state ?? (await within((tx) => loadState(tx, place, pastChanges)));
  const savedSeq = known?.savedSeq ?? state?.head.seq ?? 0;
  const own: OwnMaps = new WeakSet();
  while (state === undefined || state.head.seq < headSeq) {
    const next: LedgerState | undefined = await within((tx) => foldNext(tx, place, { state, own }));
    assert(next !== undefined && next !== state, "entries stand up to the head");
    state = next;
  }
  const whole = state;
  if (whole.head.seq - savedSeq < SAVED_EVERY) return { state: whole, savedSeq };
  await within((tx) => saveState(tx, place, { state: whole, pastChanges }));
  return { state: whole, savedSeq: whole.head.seq };
}

/** Every revision of closed months: the state names the newest entry of each, and that the one before. */
async function readClosed(
  tx: Transaction,
  { place, state }: Opened,
  { channelNo, fromMonth }: { readonly channelNo: ChannelNo; readonly fromMonth: MonthKey },
): Promise<readonly ClosedMonth[]> {
  const newest = [...(state.revisions.get(channelNo) ?? [])];
  let seqs = newest.filter(([month]) => month >= fromMonth).map(([, { seq }]) => seq);
  const closed: ClosedMonth[] = [];
  for (let turn = 0; seqs.length > 0 && turn < REVISIONS_MAX; turn++) {
    const found = await closedAt(tx, place, seqs);
    closed.push(...found);
    seqs = found.flatMap(({ supersedes }) => supersedes ?? []);
  }
  return closed.sort((a, b) => byName(a.month, b.month) || a.revision - b.revision);
}

async function closedAt(
  tx: Transaction,
  place: ProjectedLedger,
  seqs: readonly number[],
): Promise<readonly ClosedMonth[]> {
  const envelopes = await readEntriesAt(tx, place, seqs);
  return [...envelopes].flatMap(([seq, envelope]) => {
    const fact = readFact(envelope, () => undefined);
    if (fact?.kind !== "MonthClosed") return [];
    const { kind: _kind, ...fields } = fact;
    return [{ ...fields, closedAtMs: envelope.recordedAtMs, seq }];
  });
}

function byName(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * The table, the round that runs and the channels being read. One stream keeps them fresh: whoever
 * finishes a round, here or elsewhere, the table follows by itself.
 */

import type { CountersTable, LiveValue, RoundItem, RoundState, StreamEvent } from "@mega/contract";
import { computed, signal } from "@preact/signals";
import {
  fetchLatestRound,
  fetchTable,
  readChannel as postRead,
  readAll as postRound,
} from "../api/client.ts";
import { openStream } from "../api/stream.ts";
import { loadSession, mayAs } from "./login.ts";
import { scanProgress } from "./scan.ts";
import { announce, failureText, gateway, loadGateway, online, words } from "./session.ts";

/** The table; null until it has come. */
export const table = signal<CountersTable | null>(null);
/** What time it is by the gateway, as of its last answer; null before the first one. */
export const nowAt = computed(() => table.value?.generatedAt ?? gateway.value?.clock.nowAt ?? null);
/** Why the first table did not come. */
export const tableFailure = signal<string | null>(null);
/** The round over all meters that runs or ran last. */
export const round = signal<RoundState | null>(null);
/** Whether the person wants to see the round. */
export const roundShown = signal(false);
/** Channels that are being read on request. */
export const reading = signal<ReadonlySet<number>>(new Set());
/** Figures of the moment of channels that were read from this page. */
export const moments = signal<
  ReadonlyMap<number, { readonly at: string; readonly values: readonly LiveValue[] }>
>(new Map());
/** A failure to be shown until it is dismissed. */
export const failure = signal<{ readonly text: string; readonly detail: string } | null>(null);
/** Rises whenever figures may have changed. */
export const changes = signal(0);

const ANNOUNCE_EVERY_MS = 2_000;
let lastAnnouncedMs = 0;
let loading: Promise<void> | null = null;
let again = false;

/** A table made so shortly before the stream's first word lacks nothing, if the ledger is the same. */
const TOGETHER_MS = 1_000;

/** Loads the table unless the one that stands, or is on its way, has what happened before the event. */
async function refreshAfter({ at, head }: Extract<StreamEvent, { kind: "hello" }>): Promise<void> {
  await loading;
  const shown = table.value;
  const ageMs = shown === null ? Infinity : Date.parse(at) - Date.parse(shown.generatedAt);
  const isSame = shown?.head.seq === head.seq && ageMs < TOGETHER_MS;
  if (ageMs > 0 && !isSame) await refresh();
}

/** Loads the table once more; calls that come meanwhile are joined into one further load. */
export function refresh(): Promise<void> {
  if (loading !== null) {
    again = true;
    return loading;
  }
  loading = load().finally(() => {
    loading = null;
    if (again) {
      again = false;
      void refresh();
    }
  });
  return loading;
}

async function load(): Promise<void> {
  try {
    // Its times are written in the zone that the gateway tells.
    const known = gateway.value === null ? loadGateway() : true;
    const [next] = await Promise.all([fetchTable(), known]);
    table.value = next;
    tableFailure.value = null;
    changes.value += 1;
    await findRound(table.value);
  } catch (error) {
    tableFailure.value = failureText(error).text;
  }
}

/** Asks for the last round once, if readings since the gateway's start tell that there was one. */
async function findRound({ rows }: CountersTable): Promise<void> {
  const startedAt = gateway.value?.startedAt;
  // A round is about every meter of the building, so a tenant is not told of it.
  if (!mayAs(["owner", "installer", "manager", "integrator"])) return;
  if (startedAt === undefined || round.value !== null) return;
  const since = Date.parse(startedAt);
  if (!rows.some(({ logTime }) => logTime !== null && Date.parse(logTime) > since)) return;
  const found = await fetchLatestRound().catch(() => null);
  if (found?.cause !== "channel") round.value ??= found;
}

/**
 * Opens the stream, asks for the table and keeps everything in step; the result closes the stream. It
 * is opened first, so that a table made after its first word lacks nothing and is not asked for again.
 */
export function followReadings(): () => void {
  const close = openStream({
    onEvent: take,
    onLost() {
      online.value = false;
      // A session that has ended loses its stream as well.
      void loadSession();
    },
  });
  void refresh();
  return close;
}

/** Drops what a session showed. */
export function forgetReadings(): void {
  table.value = null;
  tableFailure.value = null;
  round.value = null;
  roundShown.value = false;
  moments.value = new Map();
  failure.value = null;
  online.value = true;
}

function take(event: StreamEvent): void {
  switch (event.kind) {
    case "hello":
      if (!online.value) announce(words.value.shell.back);
      online.value = true;
      if (event.round !== null && event.round.cause !== "channel") round.value = event.round;
      if (gateway.value !== null) void loadGateway();
      void refreshAfter(event);
      return;
    case "progress":
      takeProgress(event.round, event.item);
      return;
    case "round":
      if (event.round.cause !== "channel") round.value = event.round;
      if (event.round.endedAt !== null) {
        if (roundShown.value && event.round.cause !== "channel")
          announceRound(event.round, words.value.counters.roundEnded);
        void loadGateway();
        void refresh();
      }
      return;
    case "counters-changed":
    case "channel":
      void refresh();
      return;
    case "scan":
      scanProgress.value = event;
      return;
  }
}

function takeProgress(
  progress: { id: string; total: number; done: number; problems: number },
  item: RoundItem | null,
): void {
  const before = round.value;
  if (before === null || before.id !== progress.id) return;
  const items =
    item === null
      ? before.items
      : before.items.map((old) => (old.channelNo === item.channelNo ? item : old));
  const next = { ...before, ...progress, items };
  round.value = next;
  if (!roundShown.value || performance.now() - lastAnnouncedMs < ANNOUNCE_EVERY_MS) return;
  announceRound(next, "");
}

function announceRound(state: RoundState, before: string): void {
  lastAnnouncedMs = performance.now();
  const { progress, progressProblems } = words.value.counters;
  const parts = [before, progress(String(state.done), String(state.total))];
  if (state.problems > 0) parts.push(progressProblems(String(state.problems)));
  announce(`${parts.filter((part) => part !== "").join(", ")}.`);
}

/** Reads every meter; the round goes on by itself when the page is left. */
export async function readAll(): Promise<void> {
  try {
    round.value = await postRound();
    roundShown.value = true;
  } catch (error) {
    failure.value = failureText(error);
  }
}

/** Reads the meter of one channel and says how it went. */
export async function readOne(channelNo: number): Promise<void> {
  if (reading.value.has(channelNo)) return;
  reading.value = new Set([...reading.value, channelNo]);
  const text = words.value;
  announce(text.counters.reading(String(channelNo)));
  try {
    const { item, round } = await postRead(channelNo);
    const at = round.endedAt ?? round.startedAt;
    moments.value = new Map(moments.value).set(channelNo, { at, values: item.live ?? [] });
    const reason =
      item.reason === null ? text.states.itemStatus[item.status] : text.states.reasons[item.reason];
    announce(
      item.status === "accepted"
        ? text.counters.readDone(String(channelNo), item.indexText ?? "")
        : text.counters.readFailed(String(channelNo), reason),
    );
    await refresh();
  } catch (error) {
    failure.value = failureText(error);
  } finally {
    reading.value = new Set([...reading.value].filter((other) => other !== channelNo));
  }
}

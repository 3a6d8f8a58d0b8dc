/**
 * The configuration being edited: what is stored, the draft, what was typed but does not fit, and
 * what the gateway said about it. One place for the whole page; nothing leaves it before SAVE.
 */

import type { ConfigurationFault, GatewayConfig, ProfileInfo } from "@mega/contract";
import { computed, effect, signal } from "@preact/signals";
import { gatewayNowMs } from "../../api/request.ts";
import { unsaved } from "../../state/login.ts";
import { failureText, timeZone } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { changesBetween } from "../draft/changes.ts";
import { type DraftRow, rowsOf } from "../draft/document.ts";
import type { EditGround } from "../draft/edit-row.ts";
import { faultsByField } from "../draft/problems.ts";
import { rowFaults } from "../draft/row-faults.ts";
import type { Read, RuleCode } from "../draft/rules.ts";
import { fetchConfiguration, fetchProfiles, type StoredConfiguration } from "./config-client.ts";

/** The configuration as stored; null until it has come. */
export const stored = signal<StoredConfiguration | null>(null);
/** The configuration as it stands on the page. */
export const draft = signal<GatewayConfig | null>(null);
/** Texts that do not fit their field, by its key. */
export const slips = signal<ReadonlyMap<string, { text: string; code: RuleCode }>>(new Map());
/** What the gateway said against the draft, with the draft that it said it about. */
export const refused = signal<{
  readonly about: GatewayConfig;
  readonly faults: readonly ConfigurationFault[];
} | null>(null);
/** The proposal that the draft was taken from; the gateway keeps its secrets. */
export const proposal = signal<string | null>(null);
/** Kinds of meter that the gateway knows. */
export const profiles = signal<readonly ProfileInfo[]>([]);
/** Why nothing could be loaded. */
export const loadFailure = signal<string | null>(null);

let rowsBefore: readonly DraftRow[] = [];

/** The rows; one that did not change is the same object as before. */
export const rows = computed<readonly DraftRow[]>(() => {
  if (draft.value === null) return [];
  const known = new Map(rowsBefore.map((row) => [row.channelNo, row]));
  rowsBefore = rowsOf(draft.value).map((row) => {
    const before = known.get(row.channelNo);
    const isSame =
      before?.channel === row.channel &&
      before.meter === row.meter &&
      before.sharedWith.join() === row.sharedWith.join();
    return isSame && before !== undefined ? before : row;
  });
  return rowsBefore;
});

/** What would be saved. */
export const changes = computed(() =>
  stored.value === null || draft.value === null
    ? []
    : changesBetween(stored.value.configuration, draft.value),
);

let ownBefore: ReadonlyMap<string, RuleCode> = new Map();

/** Faults that the page sees by itself, by the key of the field; the same map while none changes. */
export const ownFaults = computed<ReadonlyMap<string, RuleCode>>(() => {
  const byId = new Map(profiles.value.map((profile) => [profile.profileId, profile]));
  const found = new Map(rowFaults(rows.value, (profileId) => byId.get(profileId)));
  for (const [key, { code }] of slips.value) found.set(key, code);
  if (!sameContent(ownBefore, found)) ownBefore = found;
  return ownBefore;
});

type GatewayFaults = ReadonlyMap<string, readonly ConfigurationFault[]>;
let namedBefore: GatewayFaults = new Map();

/** Faults that the gateway named, by the key of the field; the same map while none changes. */
export const gatewayFaults = computed<GatewayFaults>(() => {
  const found: GatewayFaults =
    refused.value === null
      ? new Map()
      : (faultsByField(refused.value.about, refused.value.faults) as GatewayFaults);
  if (!sameContent(namedBefore, found)) namedBefore = found;
  return namedBefore;
});

/** Rows follow these maps: an edit that changes no fault must not draw them all again. */
function sameContent(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}

/** Loads what is stored and begins a fresh draft. */
export async function loadConfiguration(): Promise<void> {
  try {
    const [configuration, known] = await Promise.all([fetchConfiguration(), fetchProfiles()]);
    profiles.value = known.profiles;
    takeStored(configuration);
    loadFailure.value = null;
  } catch (error) {
    loadFailure.value = failureText(error).text;
  }
}

/** Takes over what is stored and forgets the draft. */
export function takeStored(configuration: StoredConfiguration): void {
  stored.value = configuration;
  startOver();
}

/** Forgets every change. */
export function startOver(): void {
  draft.value = stored.value?.configuration ?? null;
  slips.value = new Map();
  refused.value = null;
  proposal.value = null;
}

/** Changes the draft. */
export function edit(change: (before: GatewayConfig) => GatewayConfig): void {
  if (draft.value !== null) draft.value = change(draft.value);
}

/** Takes a typed text into the draft, or keeps it as a slip beside its field. */
export function typed<T>(
  key: string,
  text: string,
  read: (text: string) => Read<T>,
  apply: (before: GatewayConfig, value: T) => GatewayConfig,
): void {
  const found = read(text);
  const next = new Map(slips.value);
  if (found.kind === "slip") {
    next.set(key, { text, code: found.code });
    slips.value = next;
    return;
  }
  if (next.delete(key)) slips.value = next;
  edit((before) => apply(before, found.value));
}

/** Forgets slips of fields that are no longer there. */
export function dropSlips(prefix: string): void {
  const kept = [...slips.value].filter(([key]) => !key.startsWith(prefix));
  if (kept.length !== slips.value.size) slips.value = new Map(kept);
}

/** The text that a field shows: the slip, or what the draft holds. */
export function textAt(key: string, text: string | undefined): string {
  return slips.value.get(key)?.text ?? text ?? "";
}

/** What edits have to know beside the draft. */
export function editGround(): EditGround {
  const saved = stored.value?.configuration;
  if (saved === undefined) throw new Error("An edit came before the configuration");
  const day = localDay(gatewayNowMs() ?? 0, timeZone.value);
  return { saved, day: day.slice(2).replaceAll("-", "") };
}

/** Tells the frame whether something would be lost. */
export function followUnsaved(): () => void {
  return effect(() => {
    unsaved.value = changes.value.length > 0 || slips.value.size > 0;
  });
}

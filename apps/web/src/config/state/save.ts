/** SAVE, what keeps it from happening, and the check of the draft while it is being made. */

import type { GatewayConfig } from "@mega/contract";
import { effect, signal } from "@preact/signals";
import { RequestFailed } from "../../api/request.ts";
import { allWords } from "../../state/all-words.ts";
import { type Confirming, confirmed } from "../../state/confirmation.ts";
import { isRefusal } from "../../state/login.ts";
import { failure, refresh } from "../../state/readings.ts";
import { announce, failureText, loadGateway } from "../../state/session.ts";
import { type Change, changesBetween } from "../draft/changes.ts";
import { merged } from "../draft/merge.ts";
import {
  checkConfiguration,
  fetchConfiguration,
  type StoredConfiguration,
  saveConfiguration,
} from "./config-client.ts";
import {
  changes,
  draft,
  ownFaults,
  proposal,
  refused,
  slips,
  stored,
  takeStored,
} from "./config-state.ts";

/** Whether a save is under way. */
export const saving = signal(false);
/** Why the last save was refused, in words. */
export const saveRefusal = signal<string | null>(null);
/** Somebody else saved meanwhile: what is stored now, and where it differs from what we began with. */
export const conflict = signal<{
  readonly theirs: StoredConfiguration;
  readonly differing: readonly Change[];
} | null>(null);

/** Where the pages are served after a save that moved them; null while they are where they were. */
export const movedTo = signal<string | null>(null);

/** A pause in typing after which the gateway is asked. */
const CHECK_AFTER_MS = 700;

/** Saves the draft; true when it is in force. */
export async function save(confirming: Confirming): Promise<boolean> {
  const before = stored.value;
  const document = draft.value;
  if (before === null || document === null || saving.value) return false;
  saving.value = true;
  saveRefusal.value = null;
  try {
    const answer = await confirmed(
      (word) => saveConfiguration(document, before.revision, proposal.value, word),
      confirming,
    );
    announce(allWords.value.config.saved(String(answer.revision)));
    const port = document.web?.port;
    if (port !== undefined && port !== before.configuration.web?.port) {
      // The gateway has left this port: nothing more is answered here.
      movedTo.value = addressAt(port);
      takeStored({ ...before, ...answer, configuration: document });
      return true;
    }
    takeStored(await fetchConfiguration());
    await Promise.all([loadGateway(), refresh()]);
    return true;
  } catch (error) {
    await takeRefusal(error, before, document);
    return false;
  } finally {
    saving.value = false;
  }
}

function addressAt(port: number): string {
  const to = new URL(location.href);
  to.port = String(port);
  return to.href;
}

async function takeRefusal(
  error: unknown,
  before: StoredConfiguration,
  document: GatewayConfig,
): Promise<void> {
  if (isRefusal(error, "CHANGED_MEANWHILE")) {
    const theirs = await fetchConfiguration().catch(() => null);
    if (theirs !== null) {
      const differing = changesBetween(before.configuration, theirs.configuration);
      conflict.value = { theirs, differing };
      return;
    }
  }
  const problem = error instanceof RequestFailed ? error.problem : null;
  const errors = problem?.code === "CONFIG_INVALID" ? problem.errors : [];
  if (errors.length > 0) {
    const faults = errors.map((one) => ({ ...one, line: null }));
    refused.value = { about: document, faults };
  }
  saveRefusal.value = failureText(error).text;
}

/** Takes what the other person stored; the own changes are gone. */
export function takeTheirs(): void {
  if (conflict.value !== null) takeStored(conflict.value.theirs);
  conflict.value = null;
}

/** Puts the own changes on top of what the other person stored. */
export function keepMine(): void {
  const before = stored.value;
  const mine = draft.value;
  if (conflict.value === null || before === null || mine === null) return;
  const { theirs } = conflict.value;
  draft.value = merged(before.configuration, mine, theirs.configuration);
  stored.value = theirs;
  conflict.value = null;
}

/** Asks the gateway about the draft after each pause; what refers to what only it can tell. */
export function followCheck(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const document = draft.value;
    const isReady = changes.value.length > 0 && ownFaults.value.size === 0;
    clearTimeout(timer);
    if (document === null || !isReady) {
      if (changes.value.length === 0 && slips.value.size === 0) refused.value = null;
      return;
    }
    timer = setTimeout(() => void check(document), CHECK_AFTER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

async function check(document: GatewayConfig): Promise<void> {
  try {
    const { faults } = await checkConfiguration(document, proposal.value);
    if (draft.value === document) refused.value = { about: document, faults };
  } catch (error) {
    // Without an answer the save itself is checked; only a connection that is there is spoken of.
    if (error instanceof RequestFailed && error.problem !== null)
      failure.value = failureText(error);
  }
}

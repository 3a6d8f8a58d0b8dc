/** Asking the gateway about a typed index: what it knows, how it would judge, taking it. */

import type { EnteredIndexPreview, EnteredIndexQuery, EnteredIndexRequest } from "@mega/contract";
import { enterIndex, previewEntered } from "../api/client.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce } from "../state/session.ts";
import { useOutlook } from "../state/use-outlook.ts";

/** The preview of what is asked; null until it has come or while nothing is asked; or why not. */
export function useEnteredPreview(channelNo: number, asked: EnteredIndexQuery | null) {
  return useOutlook<EnteredIndexQuery, EnteredIndexPreview>(previewEntered, channelNo, asked);
}

/** Enters it and says so; throws what the gateway refuses. */
export async function enter(channelNo: number, request: EnteredIndexRequest): Promise<void> {
  await confirmed((word) => enterIndex(channelNo, request, word), { always: false });
  announce(allWords.value.entered.done(String(channelNo)));
  void refresh();
}

/** Takes meters that the bus page found into the draft, as its link names them, and shows them. */

import { address, setParams } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { announce } from "../../state/session.ts";
import { addressesIn, placeFound } from "../draft/place-found.ts";
import { draft, edit, editGround, loadConfiguration } from "./config-state.ts";

/** Loads the configuration unless something is being edited, and does what the link asks for. */
export async function openConfiguration(isEdited: boolean): Promise<void> {
  // What was changed before the browser's own way back led here is still there.
  if (!isEdited) await loadConfiguration();
  const { params } = address.value;
  const of = draft.value;
  const bus = params.get("bus");
  if (of === null || bus === null || params.get("channel") !== "new") return;
  const found = addressesIn(params.get("address") ?? "");
  // The link has done its work: reloading the page must not do it again.
  setParams({ channel: null, bus: null, address: null });
  if (of.buses?.some(({ id }) => id === bus) !== true) return;
  const placed = placeFound(of, bus, found, editGround());
  edit(() => placed.draft);
  const { config } = allWords.value;
  const said = [
    config.foundPlaced(String(placed.channelNos.length)),
    ...(placed.left.length === 0 ? [] : [config.foundLeft(placed.left.join(", "))]),
  ];
  announce(said.join(" "));
  const first = placed.channelNos[0];
  // The rows are drawn with the next frame.
  if (first !== undefined) requestAnimationFrame(() => showRow(first));
}

function showRow(channelNo: number): void {
  const row = document.querySelector<HTMLElement>(`[data-channel="${channelNo}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector<HTMLElement>(".pick")?.focus();
}

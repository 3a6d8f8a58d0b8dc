/** Buttons that ask the gateway to read; they are shut while such a command waits for its word. */

import { failure } from "../../state/readings.ts";
import { commandWords } from "../state/words.ts";
import { readAll, readChannel } from "./give.ts";
import { commandList } from "./known-commands.ts";
import { isOpen } from "./standing.ts";

function isAsked(channelNo: number | null): boolean {
  return (commandList.value ?? []).some(
    (command) => command.kind === "read-now" && command.channelNo === channelNo && isOpen(command),
  );
}

/** Every meter. */
export function ReadAllButton() {
  const { deeds } = commandWords.value;
  return (
    <button
      type="button"
      class="btn btn--main"
      disabled={isAsked(null)}
      onClick={() => void readAll()}
    >
      {deeds.readAll}
    </button>
  );
}

/** One channel. */
export function ReadChannelButton({ channelNo }: { readonly channelNo: number }) {
  const { deeds } = commandWords.value;
  return (
    <button
      type="button"
      class="btn"
      disabled={isAsked(channelNo)}
      onClick={() => void readChannel(channelNo)}
    >
      {deeds.readChannel}
    </button>
  );
}

/** Why a command was not taken by the server, until it is dismissed. */
export function GiveFailure() {
  const { text } = failure.value ?? {};
  if (text === undefined) return null;
  return (
    <p class="banner banner--bad" role="alert">
      {text}
    </p>
  );
}

/** What the server asked this gateway to do, and what came of it. */

import type { CommandsState } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";
import { stored } from "../state/config-state.ts";
import { fetchCommands } from "./server-client.ts";

const LOOK_EVERY_MS = 10_000;
/** Commands that are shown here; the audit log has all of them. */
const SHOWN_MAX = 5;

/** Shapes beside the words. */
const shapes: Readonly<Record<CommandsState["state"], "ok" | "warn" | "bad" | "off">> = {
  off: "off",
  "not-enrolled": "warn",
  connecting: "off",
  listening: "ok",
  silent: "bad",
};

/** The part of the paragraph about commands. */
export function ServerCommands() {
  const { server } = allWords.value;
  const state = useCommands();
  if (state === null || (state.state === "not-enrolled" && state.newest.length === 0)) return null;
  return (
    <section class="stack server" aria-labelledby="server-commands">
      <div>
        <h3 id="server-commands">{server.commandsTitle}</h3>
        <p>
          <span class={`st st--${shapes[state.state]}`}>{server.commandStates[state.state]}</span>
        </p>
      </div>
      {state.newest.length === 0 ? (
        <p class="small soft">{server.noCommands}</p>
      ) : (
        <ul class="small">
          {state.newest.slice(0, SHOWN_MAX).map((command) => (
            <li key={command.commandId}>{lineOf(command)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** "12 May 2026, 10:02 · new period · anna@example.org · done, entry 4711". */
function lineOf(command: CommandsState["newest"][number]): string {
  const { server } = allWords.value;
  const { kind, by, takenAt, outcome, code } = command;
  const known = Object.hasOwn(server.commandKinds, kind);
  const what = known ? server.commandKinds[kind as keyof typeof server.commandKinds] : kind;
  const entry = command.entries[0];
  const told = {
    running: server.commandRunning,
    done: entry === undefined ? server.commandDone : server.commandDoneIn(String(entry)),
    refused: server.commandRefused(code ?? ""),
  }[outcome];
  return [formatDateTime(takenAt, timeZone.value, language.value), what, by, told].join(" · ");
}

/** Asks while it is shown, and at once when the configuration was saved. */
function useCommands(): CommandsState | null {
  const [state, setState] = useState<CommandsState | null>(null);
  const revision = stored.value?.revision;
  useEffect(() => {
    let stale = false;
    const look = () =>
      void fetchCommands().then(
        (next) => stale || setState(next),
        () => undefined,
      );
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      stale = true;
      clearInterval(timer);
    };
  }, [revision]);
  return state;
}

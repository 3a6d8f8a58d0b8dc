/** One command: what, of whom, how far, and the gateway's own word about it. */

import type { PortalCommand } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";
import { commandWords } from "../state/words.ts";
import { withdraw } from "./give.ts";
import { shapeOf, wordOf } from "./standing.ts";

interface LineProps {
  readonly command: PortalCommand;
}

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The line. */
export function CommandLine({ command }: LineProps) {
  const { kinds, states, list } = commandWords.value;
  const { channelNo, kind } = command;
  const what = channelNo === null ? kinds[kind] : `CH${channelNo} · ${kinds[kind]}`;
  return (
    <li class="cmd">
      <span class={shapeOf(command)}>{states[wordOf(command)]}</span>
      <div>
        <b>{what}</b>
        <p class="small muted">{list.given(written(command.givenAt), command.givenBy)}</p>
        <Fate command={command} />
      </div>
      {command.state === "queued" ? (
        <button
          type="button"
          class="btn btn--quiet"
          onClick={() => void withdraw(command.commandId)}
        >
          {list.withdraw}
        </button>
      ) : null}
    </li>
  );
}

/** What came of it, or until when the gateway may still fetch it. */
function Fate({ command }: LineProps) {
  const { list } = commandWords.value;
  const { answer, state } = command;
  if (answer === null) {
    if (state === "queued") return <p class="small">{list.until(written(command.expiresAt))}</p>;
    return state === "expired" && command.deliveredAt !== null ? (
      <p class="small">{list.lookThere}</p>
    ) : null;
  }
  const count = (n: number) => formatCount(n, language.value);
  const facts = [
    list.answered(written(answer.at)),
    ...(answer.entries.length === 0 ? [] : [list.entries(answer.entries.map(count).join(", "))]),
    ...(answer.revision === null ? [] : [list.revision(count(answer.revision))]),
    ...(answer.code === null ? [] : [reasonOf(answer.code)]),
  ];
  return (
    <>
      <p class="small">{facts.join(" · ")}</p>
      {answer.detail === null ? null : (
        <p class="small">
          <code>{answer.detail}</code>
        </p>
      )}
    </>
  );
}

/** A refusal in words: of the commands themselves, else as the gateway's own pages say it. */
function reasonOf(code: string): string {
  const own: Readonly<Record<string, string>> = commandWords.value.refusals;
  const { fields, codes } = allWords.value.problems;
  const words: Readonly<Record<string, string>> = { ...codes, ...fields, ...own };
  return words[code] ?? code;
}

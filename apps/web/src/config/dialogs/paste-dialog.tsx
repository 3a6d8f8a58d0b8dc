/** Many rows from a spreadsheet: what would fill which channel, cell by cell, before it does. */

import { useRef, useState } from "preact/hooks";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { announce } from "../../state/session.ts";
import { applyPaste } from "../draft/apply-paste.ts";
import { type PasteProposal, proposePaste } from "../draft/paste.ts";
import type { PasteColumn } from "../draft/paste-columns.ts";
import { draft, dropSlips, edit, editGround, profiles } from "../state/config-state.ts";
import { shutDialog } from "../state/dialogs.ts";
import { titleOf } from "./title-of.ts";

interface PasteDialogProps {
  readonly text: string;
  readonly firstNo: number;
}

/** The dialog. */
export function PasteDialog({ text, firstNo }: PasteDialogProps) {
  const { config, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState(text);
  useModal(box);
  const proposal =
    draft.value === null || typed.trim() === ""
      ? null
      : proposePaste(typed, { draft: draft.value, profiles: profiles.value, firstNo });
  const ready = proposal !== null && proposal.rows.length > 0 && proposal.faults === 0;
  return (
    <dialog ref={box} class="wide" aria-labelledby="paste-title" onClose={shutDialog}>
      <div class="dialog-body">
        <div>
          <h2 id="paste-title">{titleOf(config.paste)}</h2>
          <p class="sub">{config.pasteNote(String(firstNo))}</p>
        </div>
        <div class="field">
          <label for="paste-text">{config.pasteText}</label>
          <textarea
            class="input area"
            id="paste-text"
            rows={4}
            spellcheck={false}
            autofocus
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        {typed.trim() === "" ? null : <Outlook proposal={proposal} />}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={() => box.current?.close()}>
          {shell.cancel}
        </button>
        <button
          type="button"
          class="btn btn--main"
          disabled={!ready}
          onClick={() => {
            if (proposal === null) return;
            take(proposal);
            box.current?.close();
          }}
        >
          {config.pasteApply(String(proposal?.rows.length ?? 0))}
        </button>
      </div>
    </dialog>
  );
}

function take(proposal: PasteProposal): void {
  for (const { channelNo } of proposal.rows) dropSlips(`/row/${channelNo}/`);
  edit((before) => applyPaste(before, proposal, profiles.value, editGround()));
  announce(allWords.value.config.pasted(String(proposal.rows.length)));
}

function Outlook({ proposal }: { readonly proposal: PasteProposal | null }) {
  const { config } = allWords.value;
  if (proposal === null) return <p class="err">{config.pasteNone}</p>;
  const columns = proposal.columns.filter((column) => column !== "channel");
  return (
    <>
      <p class="small" role="status">
        {config.pasteRows(String(proposal.rows.length))}
        {proposal.faults === 0 ? "" : ` · ${config.toCorrect(String(proposal.faults))}`}
        {proposal.leftOver === 0 ? "" : ` · ${config.pasteLeft(String(proposal.leftOver))}`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard. */}
      <section class="scroll outlook" tabIndex={0} aria-label={config.pasteOutlook}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{allWords.value.counters.ch}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {columnWord(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {proposal.rows.map((row) => (
              <tr key={row.channelNo}>
                <th scope="row">CH{row.channelNo}</th>
                {row.cells.map((cell) => (
                  <td key={cell.column} class={cell.fault === null ? "" : "bad-cell"}>
                    {cell.column === "token" && cell.text !== "" ? "••••" : cell.text}
                    {cell.fault === null ? null : (
                      <small class="err">{config.rules[cell.fault]}</small>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function columnWord(column: PasteColumn): string {
  const { config, counters } = allWords.value;
  return column === "channel" ? counters.ch : config.fields[column];
}

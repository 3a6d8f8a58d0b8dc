/**
 * The index of a meter without a bus. While a person types, the dialog shows the last index and what
 * would have passed since; what cannot be true is told before anything is kept.
 */

import type { EnteredIndexPreview } from "@mega/contract";
import { formatMonth } from "@mega/locale";
import { useEffect, useRef, useState } from "preact/hooks";
import { previewEntered } from "../api/client.ts";
import { useDeed } from "../login/use-deed.ts";
import { RecordDialog } from "../shell/record-dialog.tsx";
import { allWords } from "../state/all-words.ts";
import { enteredOf } from "../state/entered.ts";
import { failureText, language, timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { askedOf, type EnteredDraft, emptyDraft, previewQuery, timeFields } from "./draft.ts";
import { IndexFields, TimeFields } from "./index-fields.tsx";
import { Outlook } from "./outlook.tsx";
import { enter, useEnteredPreview } from "./use-entered.ts";

const NOTE_MAX = 200;

/** The dialog of a channel; it shuts itself by clearing `enteredOf`. */
export function EnteredDialog({ channelNo }: { readonly channelNo: number }) {
  const { entered, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const { draft, change, known, failure } = useDraft(channelNo);
  const asked = known && askedOf(draft, known, timeZone.value, language.value);
  const outlook = useEnteredPreview(channelNo, asked && previewQuery(asked));
  const state = useDeed();
  const judged = asked === null ? [] : (outlook.preview?.judged ?? []);
  const doubtful = judged.some(({ verdict }) => verdict === "doubtful");
  const impossible = judged.some(({ verdict }) => verdict === "refused");
  const sure = !impossible && (!doubtful || draft.confirmed);
  const { confirmed, note } = draft;
  return (
    <RecordDialog
      box={box}
      id="entered"
      title={entered.title(String(channelNo))}
      sub={known?.name ?? failure ?? shell.loading}
      ready={asked !== null && outlook.failure === null && judged.length > 0 && sure}
      state={state}
      deed={entered.enter}
      sending={entered.entering}
      send={() => {
        if (asked === null) return;
        state.run(async () => {
          await enter(channelNo, { ...asked, note: note.trim(), confirmed });
          box.current?.close();
        });
      }}
      onShut={() => {
        enteredOf.value = null;
      }}
    >
      {known === null ? null : (
        <>
          <Awaited known={known} />
          <IndexFields draft={draft} known={known} onChange={change} />
          <TimeFields draft={draft} known={known} onChange={change} />
          <Outlook judged={judged} failure={asked === null ? null : outlook.failure} />
          {doubtful ? <Sure checked={confirmed} onChange={change} /> : null}
          <Note typed={note} onChange={change} />
        </>
      )}
    </RecordDialog>
  );
}

/** The draft; its time is filled in once the gateway has said what it awaits. */
function useDraft(channelNo: number) {
  const [draft, setDraft] = useState(emptyDraft);
  const [known, setKnown] = useState<EnteredIndexPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const change = (part: Partial<EnteredDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    let stale = false;
    previewEntered(channelNo, {}).then(
      (preview) => {
        if (stale) return;
        setKnown(preview);
        change(timeFields(preview.suggestedAt, timeZone.value));
      },
      (error) => stale || setFailure(failureText(error).text),
    );
    return () => {
      stale = true;
    };
  }, [channelNo]);
  return { draft, change, known, failure };
}

/** For which month an index is awaited: the one that ends at the instant. */
function Awaited({ known }: { readonly known: EnteredIndexPreview }) {
  if (known.awaitedFor === null) return null;
  const lastMs = Date.parse(known.awaitedFor) - 1;
  const month = localDay(lastMs, timeZone.value).slice(0, 7);
  return (
    <p class="effect">
      {allWords.value.entered.awaited(formatMonth(month, language.value, "long"))}
    </p>
  );
}

interface PartProps {
  readonly onChange: (part: Partial<EnteredDraft>) => void;
}

function Sure({ checked, onChange }: PartProps & { readonly checked: boolean }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange({ confirmed: event.currentTarget.checked })}
      />{" "}
      {allWords.value.entered.sure}
    </label>
  );
}

function Note({ typed, onChange }: PartProps & { readonly typed: string }) {
  return (
    <div class="field">
      <label for="entered-note">{allWords.value.entered.note}</label>
      <input
        class="input"
        id="entered-note"
        autocomplete="off"
        maxLength={NOTE_MAX}
        value={typed}
        onInput={(event) => onChange({ note: event.currentTarget.value })}
      />
    </div>
  );
}

/**
 * The index of a meter without a bus. While a person types, the dialog shows the last index and what
 * would have passed since; what cannot be true is told before anything is kept.
 */

import type { EnteredIndexPreview } from "@mega/contract";
import { formatMonth } from "@mega/locale";
import { useEffect, useRef, useState } from "preact/hooks";
import { previewEntered } from "../api/client.ts";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { enteredOf } from "../state/entered.ts";
import { failureText, language, timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { askedOf, type EnteredDraft, emptyDraft, previewQuery, timeFields } from "./draft.ts";
import { IndexFields, TimeFields } from "./index-fields.tsx";
import { Outlook } from "./outlook.tsx";
import { useEnter, useEnteredPreview } from "./use-entered.ts";
import "../styles/dialog.css";

const NOTE_MAX = 200;

/** The dialog of a channel; it shuts itself by clearing `enteredOf`. */
export function EnteredDialog({ channelNo }: { readonly channelNo: number }) {
  const { entered, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const { draft, change, known, failure } = useDraft(channelNo);
  const asked = known && askedOf(draft, known, timeZone.value, language.value);
  const outlook = useEnteredPreview(channelNo, asked && previewQuery(asked));
  const { busy, refused, enter, forget } = useEnter(channelNo, () => box.current?.close());
  useModal(box);
  const judged = asked === null ? [] : (outlook.preview?.judged ?? []);
  const doubtful = judged.some(({ verdict }) => verdict === "doubtful");
  const impossible = judged.some(({ verdict }) => verdict === "refused");
  const sure = !impossible && (!doubtful || draft.confirmed);
  const ready = asked !== null && outlook.failure === null && judged.length > 0 && sure;
  const onChange = (part: Partial<EnteredDraft>) => {
    forget();
    change(part);
  };
  return (
    <dialog
      ref={box}
      aria-labelledby="entered-title"
      onClose={() => {
        enteredOf.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { confirmed, note } = draft;
          if (ready && !busy) enter({ ...asked, note: note.trim(), confirmed });
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="entered-title">{entered.title(String(channelNo))}</h2>
            <p class="sub">{known?.name ?? failure ?? shell.loading}</p>
          </div>
          {known === null ? null : (
            <>
              <Awaited known={known} />
              <IndexFields draft={draft} known={known} onChange={onChange} />
              <TimeFields draft={draft} known={known} onChange={onChange} />
              <Outlook judged={judged} failure={asked === null ? null : outlook.failure} />
              {doubtful ? <Sure checked={draft.confirmed} onChange={onChange} /> : null}
              <Note typed={draft.note} onChange={onChange} />
            </>
          )}
          <Refusal refused={refused} />
        </div>
        <DialogFoot
          box={box}
          ready={ready && !busy}
          deed={busy ? entered.entering : entered.enter}
        />
      </form>
    </dialog>
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

/** Releases or discards what waits, or says that the counter passed its maximum. */

import { formatCount } from "@mega/locale";
import { useRef, useState } from "preact/hooks";
import { decideWaiting } from "../api/client.ts";
import { Confirmation } from "../period/confirmation.tsx";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { decisionOf } from "../state/decision.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, language } from "../state/session.ts";
import { WhyField, whyOf } from "./why-field.tsx";
import "../styles/dialog.css";

type Decision = NonNullable<typeof decisionOf.value>;

/** The dialog of a decision; it shuts itself by clearing `decisionOf`. */
export function DecideDialog({ decision }: { readonly decision: Decision }) {
  const { kind, channelNo } = decision;
  const box = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState({ why: "", confirm: "" });
  const { busy, refused, send } = useDecision(decision, () => box.current?.close());
  useModal(box);
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const why = whyOf(draft.why);
  const ready = why !== undefined && draft.confirm.trim() === String(channelNo);
  const { quarantine } = allWords.value;
  return (
    <dialog
      ref={box}
      aria-labelledby="decide-title"
      aria-describedby="decide-effect"
      onClose={() => {
        decisionOf.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void send(why);
        }}
      >
        <div class="dialog-body">
          <h2 id="decide-title">{quarantine.titles[kind](String(channelNo))}</h2>
          <p class="effect" id="decide-effect">
            {quarantine.effects[kind]} <b>{quarantine.noUndo}</b>
          </p>
          <WhyField typed={draft.why} onTyped={change} />
          <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={change} />
          <Refusal refused={refused} />
        </div>
        <DialogFoot
          box={box}
          ready={ready && !busy}
          deed={busy ? quarantine.deciding : quarantine.decide}
        />
      </form>
    </dialog>
  );
}

function useDecision({ kind, source, channelNo }: Decision, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const send = async (why: string) => {
    setBusy(true);
    try {
      const { sourceNo, last } = source;
      const asked = { sourceNo, upToSeq: last.seq, why, confirmChannelNo: channelNo };
      const answer = await confirmed((word) => decideWaiting(channelNo, kind, asked, word));
      const count = (n: number) => formatCount(n, language.value);
      const { decided, waiting, seq } = answer;
      announce(
        allWords.value.quarantine.done(
          String(channelNo),
          count(decided),
          count(waiting),
          count(seq),
        ),
      );
      onDone();
      await refresh();
    } catch (error) {
      setRefused(failureText(error).text);
      setBusy(false);
    }
  };
  return { busy, refused, send };
}

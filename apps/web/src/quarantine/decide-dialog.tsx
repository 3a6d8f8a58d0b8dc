/** Releases or discards what waits, or says that the counter passed its maximum. */

import { formatCount } from "@mega/locale";
import { useRef, useState } from "preact/hooks";
import { decideWaiting } from "../api/client.ts";
import { useDeed } from "../login/use-deed.ts";
import { Confirmation } from "../period/confirmation.tsx";
import { RecordDialog } from "../shell/record-dialog.tsx";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { decisionOf } from "../state/decision.ts";
import { refresh } from "../state/readings.ts";
import { announce, language } from "../state/session.ts";
import { WhyField, whyOf } from "./why-field.tsx";

type Decision = NonNullable<typeof decisionOf.value>;

/** The dialog of a decision; it shuts itself by clearing `decisionOf`. */
export function DecideDialog({ decision }: { readonly decision: Decision }) {
  const { kind, channelNo } = decision;
  const box = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState({ why: "", confirm: "" });
  const state = useDeed();
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const why = whyOf(draft.why);
  const { quarantine } = allWords.value;
  return (
    <RecordDialog
      box={box}
      id="decide"
      title={quarantine.titles[kind](String(channelNo))}
      isDescribed
      ready={why !== undefined && draft.confirm.trim() === String(channelNo)}
      state={state}
      deed={quarantine.decide}
      sending={quarantine.deciding}
      send={() => {
        if (why === undefined) return;
        state.run(async () => {
          await decide(decision, why);
          box.current?.close();
        });
      }}
      onShut={() => {
        decisionOf.value = null;
      }}
    >
      <p class="effect" id="decide-effect">
        {quarantine.effects[kind]} <b>{quarantine.noUndo}</b>
      </p>
      <WhyField typed={draft.why} onTyped={change} />
      <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={change} />
    </RecordDialog>
  );
}

/** Sends it and says what came of it; throws what the gateway refuses. */
async function decide({ kind, source, channelNo }: Decision, why: string): Promise<void> {
  const { sourceNo, last } = source;
  const asked = { sourceNo, upToSeq: last.seq, why, confirmChannelNo: channelNo };
  const answer = await confirmed((word) => decideWaiting(channelNo, kind, asked, word));
  const count = (n: number) => formatCount(n, language.value);
  const { decided, waiting, seq } = answer;
  announce(
    allWords.value.quarantine.done(String(channelNo), count(decided), count(waiting), count(seq)),
  );
  void refresh();
}

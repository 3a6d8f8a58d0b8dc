/** A mail after SEND: its state is followed until it is decided. */

import type { OutboxMail } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { allWords } from "../state/all-words.ts";
import { isAtGateway } from "../state/place.ts";
import { failureText } from "../state/session.ts";
import { decideMail, fetchSent } from "./mail-client.ts";
import { OutboxLine } from "./outbox-line.tsx";

interface SentMailProps {
  /** As it was put into the outbox. */
  readonly first: OutboxMail;
  readonly onShut: () => void;
  readonly onAnother: () => void;
}

const LOOK_EVERY_MS = 1_000;
const WAITING_LOOK_MS = 10_000;

/** The mail with what a person may do about it. */
export function SentMail({ first, onShut, onAnother }: SentMailProps) {
  const { mail: texts, shell } = allWords.value;
  const { mail, failure, decide } = useMail(first);
  return (
    <>
      <div class="dialog-body">
        <h2 id="mail-title">{texts.dialog.state}</h2>
        <div role="status" class="outbox">
          <ul>
            <OutboxLine mail={mail} onDecide={isAtGateway() ? decide : undefined} />
          </ul>
        </div>
        {failure === null ? null : <p class="err small">{failure}</p>}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={onAnother}>
          {texts.dialog.another}
        </button>
        <button type="button" class="btn btn--main" autofocus onClick={onShut}>
          {shell.close}
        </button>
      </div>
    </>
  );
}

function useMail(first: OutboxMail) {
  const [mail, setMail] = useState(first);
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const fail = (error: unknown) => setFailure(failureText(error).text);
  useEffect(() => {
    let stale = false;
    const look = async () => {
      try {
        const { outbox } = await fetchSent({ before: first.mailNo + 1, limit: 1 });
        const [found] = outbox;
        if (stale || found?.mailNo !== first.mailNo) return;
        setMail(found);
        setFailure(null);
      } catch (error) {
        if (!stale) fail(error);
      }
      if (!stale) setTurn((before) => before + 1);
    };
    if (mail.state === "sent" || mail.state === "given-up" || mail.state === "cancelled") return;
    const waits = mail.state === "failed" ? WAITING_LOOK_MS : LOOK_EVERY_MS;
    const timer = setTimeout(() => void look(), waits);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [turn, mail.state, first.mailNo]);
  const decide = (kind: "retry" | "cancel") => {
    decideMail(first.mailNo, kind).then(setMail, fail);
  };
  return { mail, failure, decide };
}

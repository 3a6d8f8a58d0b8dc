/** Whether a person can log in; whoever has no password yet is invited again beside it. */

import type { PortalAccount } from "@mega/contract";
import { useState } from "preact/hooks";
import { announce, failureText } from "../../state/session.ts";
import { inviteAgain } from "../api/people-client.ts";
import { failure as pageFailure } from "../shell/banners.tsx";

type State = PortalAccount["state"];

const looks: Readonly<Record<State, string>> = {
  active: "st--ok",
  invited: "st--off",
  disabled: "st--warn",
};

interface AccountStateProps {
  readonly person: {
    readonly accountId: number;
    readonly name: string;
    readonly state: State;
  };
  readonly words: {
    readonly states: Readonly<Record<State, string>>;
    readonly inviteAgain: string;
    readonly invited: string;
  };
}

/** The state. */
export function AccountState({ person, words }: AccountStateProps) {
  const { state } = person;
  return (
    <span class="account-state">
      <span class={`st wrap ${looks[state]}`}>{words.states[state]}</span>
      {state === "invited" ? <InviteAgain person={person} words={words} /> : null}
    </span>
  );
}

/** The button stays when it was pressed, so that the focus does: the server bounds the mails of a day. */
function InviteAgain({ person: { accountId, name }, words }: AccountStateProps) {
  const [phase, setPhase] = useState<"free" | "sending" | "sent">("free");
  const invite = async () => {
    if (phase === "sending") return;
    setPhase("sending");
    try {
      await inviteAgain(accountId);
      setPhase("sent");
      announce(words.invited);
    } catch (error) {
      setPhase("free");
      pageFailure.value = failureText(error).text;
    }
  };
  return (
    <>
      <button type="button" class="btn" onClick={() => void invite()}>
        {words.inviteAgain} <span class="vh">{name}</span>
      </button>
      {phase === "sent" ? <span class="soft small">{words.invited}</span> : null}
    </>
  );
}

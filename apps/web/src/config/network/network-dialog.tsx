/**
 * Changing the network: says what comes, asks for the password, and afterwards shows the address to
 * go to with the time that is left to confirm it there.
 */

import type { NetworkChange, NetworkChangeAnswer, PendingNetworkChange } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { PasswordBeside, usePasswordBeside } from "../../login/password-beside.tsx";
import { DialogFoot, Refusal } from "../../shell/dialog-end.tsx";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { failureText } from "../../state/session.ts";
import { changeNetwork, freezeNetwork } from "./network-client.ts";
import { pageAt } from "./page-at.ts";
import { TrialTime } from "./trial-banner.tsx";
import type { NetworkKnown } from "./use-network.ts";

/** What is asked for. */
export type Asked =
  | { readonly kind: "change"; readonly name: string; readonly change: NetworkChange }
  | { readonly kind: "freeze"; readonly name: string; readonly address: string };

interface NetworkDialogProps {
  readonly asked: Asked;
  readonly wifi: boolean;
  readonly network: NetworkKnown;
  readonly onClose: () => void;
  /** The change has begun: what was typed is no draft any more. */
  readonly onBegun: () => void;
}

/** The dialog. */
export function NetworkDialog({ asked, wifi, network, onClose, onBegun }: NetworkDialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useModal(box);
  const [begun, setBegun] = useState<NetworkChangeAnswer | null>(null);
  const { network: texts } = allWords.value;
  const title = asked.kind === "freeze" ? texts.freezeTitle : texts.dialogTitle;
  return (
    <dialog ref={box} aria-labelledby="network-title" onClose={onClose}>
      {begun === null ? (
        <Question
          asked={asked}
          wifi={wifi}
          box={box}
          title={title(asked.name)}
          onAnswer={(answer) => {
            setBegun(answer);
            onBegun();
            network.again();
          }}
        />
      ) : (
        <Begun answer={begun} network={network} onClose={() => box.current?.close()} />
      )}
    </dialog>
  );
}

function Question(props: {
  readonly asked: Asked;
  readonly wifi: boolean;
  readonly title: string;
  readonly box: Parameters<typeof DialogFoot>[0]["box"];
  readonly onAnswer: (answer: NetworkChangeAnswer) => void;
}) {
  const { asked, wifi, title, box, onAnswer } = props;
  const { network } = allWords.value;
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const password = usePasswordBeside(true);
  const send = async () => {
    setBusy(true);
    setRefused(null);
    try {
      onAnswer(await confirmed((word) => sent(asked, word), password.confirming));
    } catch (error) {
      setRefused(failureText(error).text);
      setBusy(false);
      password.clear();
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password.ready && !busy) void send();
      }}
    >
      <div class="dialog-body">
        <div>
          <h2 id="network-title">{title}</h2>
          <p class="sub">{whatComes(asked)}</p>
        </div>
        {effects(asked, wifi).map((effect) => (
          <p class="effect" key={effect}>
            {effect}
          </p>
        ))}
        <PasswordBeside of={password} id="network-password" />
        <Refusal refused={refused} />
      </div>
      <DialogFoot
        box={box}
        ready={password.ready && !busy}
        deed={busy ? network.applying : network.apply}
      />
    </form>
  );
}

function sent(asked: Asked, word: string | undefined): Promise<NetworkChangeAnswer> {
  return asked.kind === "freeze"
    ? freezeNetwork(asked.name, word)
    : changeNetwork(asked.name, asked.change, word);
}

function whatComes(asked: Asked): string {
  const { network } = allWords.value;
  if (asked.kind === "freeze") return network.toStatic(asked.address);
  switch (asked.change.mode) {
    case "off":
      return network.toOff;
    case "dhcp":
      return network.toDhcp;
    case "static":
      return network.toStatic(asked.change.address ?? "");
  }
}

function effects(asked: Asked, wifi: boolean): readonly string[] {
  const { network } = allWords.value;
  const mode = asked.kind === "freeze" ? "static" : asked.change.mode;
  if (mode === "off") return [];
  const join = wifi ? [network.effectWifi] : [];
  return mode === "static" ? [network.effectStatic, ...join] : wifi ? join : [network.effectDhcp];
}

function Begun(props: {
  readonly answer: NetworkChangeAnswer;
  readonly network: NetworkKnown;
  readonly onClose: () => void;
}) {
  const { answer, network, onClose } = props;
  const { network: texts, shell } = allWords.value;
  const pending = pendingNow(answer, network);
  return (
    <>
      <div class="dialog-body">
        <div>
          <h2 id="network-title">{texts.begun}</h2>
          <p class="sub" role="status">
            {pending === null ? texts.over : <TrialTime pending={pending} />}
          </p>
        </div>
        {answer.address === null ? null : (
          <p class="effect">
            {texts.goTo}{" "}
            <a href={pageAt(answer.address, "/config")}>{pageAt(answer.address, "")}</a>
            <br />
            {texts.thenConfirm}
            <br />
            <a href={pageAt(answer.address, "/")}>{texts.goToCounters}</a>
          </p>
        )}
        {network.failure === null ? null : <p class="hint">{texts.unreachable}</p>}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn btn--main" autofocus onClick={onClose}>
          {shell.close}
        </button>
      </div>
    </>
  );
}

/** What is on trial: the newest that is known, or what the change began with. */
function pendingNow(
  answer: NetworkChangeAnswer,
  network: NetworkKnown,
): PendingNetworkChange | null {
  if (network.failure !== null || network.state === null) return answer.pending;
  return network.state.pending;
}

/** The change on trial: what it waits for, how long it has, and the two buttons that end it. */

import { ipv4Number, type PendingNetworkChange } from "@mega/contract";
import { useState } from "preact/hooks";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce, failureText } from "../../state/session.ts";
import { confirmNetwork, revertNetwork } from "./network-client.ts";
import { pageAt } from "./page-at.ts";
import { type NetworkKnown, useCountdown } from "./use-network.ts";

/** The banner. */
export function TrialBanner(props: {
  readonly pending: PendingNetworkChange;
  readonly network: NetworkKnown;
}) {
  const { pending, network } = props;
  const { network: texts } = allWords.value;
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const end = async (deed: Promise<Parameters<NetworkKnown["take"]>[0]>, said: string) => {
    setBusy(true);
    setRefused(null);
    try {
      network.take(await deed);
      announce(said);
    } catch (error) {
      setRefused(failureText(error).text);
      network.again();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="banner banner--warn trial">
      <div>
        <b>
          {pending.address === null
            ? texts.trialJoin(pending.interface)
            : texts.trial(pending.interface, pending.address)}
        </b>
        <p>
          <TrialTime pending={pending} />
        </p>
        {refused === null ? null : (
          <p class="err" role="alert">
            {refused}
          </p>
        )}
      </div>
      <div class="row">
        <button
          type="button"
          class="btn"
          disabled={busy}
          onClick={() => void end(confirmed(revertNetwork), texts.reverted)}
        >
          {texts.revert}
        </button>
        {pending.needs !== "confirmation" ? null : isElsewhere(pending) ? (
          <a class="btn btn--main" href={pageAt(pending.address ?? "", "/config")}>
            {texts.goTo} {pending.address}
          </a>
        ) : (
          <button
            type="button"
            class="btn btn--main"
            disabled={busy}
            onClick={() => void end(confirmNetwork(), texts.kept)}
          >
            {texts.confirm}
          </button>
        )}
      </div>
    </div>
  );
}

/** Whether this page stands at another address: a confirmation from here would prove nothing. */
function isElsewhere({ address }: PendingNetworkChange): boolean {
  const host = location.hostname;
  return ipv4Number(host) !== null && !host.startsWith("127.") && host !== address;
}

/** What it waits for, with the time that is left. */
export function TrialTime({ pending }: { readonly pending: PendingNetworkChange }) {
  const { network } = allWords.value;
  const left = useCountdown(pending.rollsBackAt);
  switch (pending.needs) {
    case "link":
      return <>{network.waitsForLink}</>;
    case "join":
      return <>{network.waitsForJoin(left)}</>;
    case "confirmation":
      return <>{network.goesBackIn(left)}</>;
  }
}

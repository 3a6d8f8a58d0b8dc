/** The network of the box, for paragraph 1 of CONFIG: interfaces, and the change on trial. */

import { allWords } from "../../state/all-words.ts";
import { InterfaceFields } from "./interface-fields.tsx";
import { TrialBanner } from "./trial-banner.tsx";
import { useNetwork } from "./use-network.ts";

/** The fields; they are saved by themselves, not with the configuration. */
export function NetworkFields() {
  const network = useNetwork();
  const { network: texts, shell } = allWords.value;
  const { state, failure } = network;
  if (state === null) return <p class="hint">{failure === null ? shell.loading : failure}</p>;
  return (
    <>
      {state.pending === null ? null : <TrialBanner pending={state.pending} network={network} />}
      {state.manager === "none" ? <p class="banner banner--info">{texts.unmanaged}</p> : null}
      {state.interfaces.map((shown) => (
        <InterfaceFields key={shown.name} shown={shown} network={network} />
      ))}
    </>
  );
}

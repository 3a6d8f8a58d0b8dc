/** The second factor: whether it is in force, and setting it up or another one in its place. */

import { useState } from "preact/hooks";
import { FactorSetup } from "../login/factor-setup.tsx";
import { session } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** The card. */
export function FactorCard() {
  const [isSetting, setSetting] = useState(false);
  const { account, factor } = shellWords.value;
  const told = session.value?.account ?? null;
  if (told === null) return null;
  return (
    <section class="card" aria-labelledby="own-factor">
      <h2 id="own-factor">{account.factor}</h2>
      <p class={told.secondFactor ? "st st--ok" : "st st--off"}>
        <span class="st-t">{told.secondFactor ? account.factorOn : account.factorOff}</span>
      </p>
      {told.secondFactor ? (
        <p class="soft">{account.codesLeft(String(told.recoveryCodesLeft))}</p>
      ) : (
        <p class="soft">{factor.setupFree}</p>
      )}
      {isSetting ? (
        <FactorSetup onDone={() => setSetting(false)} />
      ) : (
        <p class="row">
          <button type="button" class="btn" onClick={() => setSetting(true)}>
            {told.secondFactor ? account.setUpAgain : account.setUp}
          </button>
        </p>
      )}
    </section>
  );
}

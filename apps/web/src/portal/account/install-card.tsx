/** How the pages come onto a home screen; nothing where they run from there. */

import { installOffer, isInstalled } from "../offline/install.ts";
import { shellWords } from "../state/words.ts";

/** The card. */
export function InstallCard() {
  const offer = installOffer.value;
  const { account } = shellWords.value;
  if (isInstalled()) return null;
  return (
    <section class="card" aria-labelledby="own-install">
      <h2 id="own-install">{account.install}</h2>
      <p class="soft">{account.installLead}</p>
      {offer === null ? (
        <p>{account.installHow}</p>
      ) : (
        <p class="row">
          <button
            type="button"
            class="btn"
            onClick={() => {
              // Each offer stands once.
              installOffer.value = null;
              void offer.prompt();
            }}
          >
            {account.installNow}
          </button>
        </p>
      )}
    </section>
  );
}

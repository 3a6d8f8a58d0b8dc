/** The certificate's fingerprint, and how to compare it; nothing without HTTPS. */

import { allWords } from "../state/all-words.ts";
import { session } from "../state/login.ts";

/** The card. */
export function Fingerprint() {
  const told = session.value?.certificateFingerprint ?? null;
  if (told === null) return null;
  const { claim } = allWords.value;
  return (
    <details class="fingerprint">
      <summary>{claim.fingerprint}</summary>
      <p class="frame">{told}</p>
      <p class="hint">{claim.fingerprintHow}</p>
    </details>
  );
}

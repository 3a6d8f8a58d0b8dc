/** Why nothing is sent any more, with what an installer is asked for on the telephone. */

import type { ServerState } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";

/** The banner. */
export function ServerRefusal({
  refusal,
}: {
  readonly refusal: NonNullable<ServerState["refusal"]>;
}) {
  const { server } = allWords.value;
  const { reason, seq, ownHash, serverHash, at } = refusal;
  return (
    <div class="banner banner--bad refusal" role="alert">
      <div>
        <p>{server.refusals[reason]}</p>
        <p class="small">{formatDateTime(at, timeZone.value, language.value)}</p>
        <dl class="small">
          {seq === null ? null : (
            <div>
              <dt>{server.entry(formatCount(seq, language.value))}</dt>
            </div>
          )}
          <HashLine label={server.ownHash} hash={ownHash} />
          <HashLine label={server.serverHash} hash={serverHash} />
        </dl>
      </div>
    </div>
  );
}

function HashLine({ label, hash }: { readonly label: string; readonly hash: string | null }) {
  if (hash === null) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code>{hash}</code>
      </dd>
    </div>
  );
}

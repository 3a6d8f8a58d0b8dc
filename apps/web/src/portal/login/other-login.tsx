/** The way back from half a login. */

import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { logOut } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** The button. */
export function OtherLogin() {
  const { busy, refused, run } = useDeed();
  return (
    <>
      <p>
        <button type="button" class="btn btn--quiet" disabled={busy} onClick={() => run(logOut)}>
          {shellWords.value.factor.other}
        </button>
      </p>
      <Refusal refused={refused} />
    </>
  );
}

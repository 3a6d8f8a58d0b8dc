/** The dialogs that any page may open; their scripts come when they are asked for. */

import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { passwordAsked } from "../state/confirmation.ts";

type PasswordDialogProps = { readonly answer: (given: boolean) => void };

const passwordDialog = signal<FunctionComponent<PasswordDialogProps> | null>(null);

/** What is open. */
export function Dialogs() {
  const answer = passwordAsked.value;
  useEffect(() => {
    if (answer === null || passwordDialog.value !== null) return;
    import("../login/password-dialog.tsx").then(
      ({ PasswordDialog }) => {
        passwordDialog.value = PasswordDialog;
      },
      () => answer(false),
    );
  }, [answer]);
  const Dialog = passwordDialog.value;
  return answer === null || Dialog === null ? null : <Dialog answer={answer} />;
}

/** The dialogs that any page may open; their scripts come when they are asked for. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { confirmWith, passwordAsked } from "../state/confirmation.ts";
import { person } from "../state/session.ts";

type Login = typeof import("../../login/password-dialog.tsx");

const login = signal<Login | null>(null);

/** What is open. */
export function Dialogs() {
  const answer = passwordAsked.value;
  useEffect(() => {
    if (answer === null || login.value !== null) return;
    import("../../login/password-dialog.tsx").then(
      (brought) => {
        login.value = brought;
      },
      () => answer(null),
    );
  }, [answer]);
  if (answer === null || login.value === null) return null;
  const { PasswordDialog } = login.value;
  return (
    <PasswordDialog
      name={person.value?.name ?? ""}
      login={person.value?.email ?? ""}
      confirm={confirmWith}
      answer={answer}
    />
  );
}

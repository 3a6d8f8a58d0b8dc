/** Whose password a form asks for, said to whatever keeps passwords; nobody sees it or reaches it. */

/** The field; `login` is what the person logs in with. */
export function HiddenLogin({ login }: { readonly login: string }) {
  return (
    <input
      class="vh"
      type="text"
      autocomplete="username"
      value={login}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}

/** The page at "/login"; a session leads away from it, back to where one was (main.tsx). */

import { inside } from "../state/address.ts";
import { words } from "../state/session.ts";
import "../styles/access.css";
import { LoginForm } from "./login-form.tsx";

/** The page. */
export function LoginPage() {
  const { access } = words.value;
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <h1>{access.login}</h1>
      <div class="card">
        <LoginForm>
          <a href={inside("/lost")} data-inside>
            {access.lost}
          </a>
        </LoginForm>
      </div>
    </main>
  );
}

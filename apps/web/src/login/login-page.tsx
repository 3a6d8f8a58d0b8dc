/** The page at "/login"; afterwards one is back where one was. */

import { inside, replaceAddress } from "../state/address.ts";
import { afterLogin } from "../state/login.ts";
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
        <LoginForm onDone={() => replaceAddress(afterLogin())}>
          <a href={inside("/lost")} data-inside>
            {access.lost}
          </a>
        </LoginForm>
      </div>
    </main>
  );
}

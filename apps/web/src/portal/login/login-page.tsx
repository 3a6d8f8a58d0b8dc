/** The page at "/login": address and password, then the second factor, or setting one up. */

import "../../styles/access.css";
import "../styles/way-in.css";
import { session } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { FactorSetup } from "./factor-setup.tsx";
import { FactorStep } from "./factor-step.tsx";
import { freshCodes } from "./fresh-codes.ts";
import { LoginForm } from "./login-form.tsx";
import { OtherLogin } from "./other-login.tsx";

/** The page. */
export function LoginPage() {
  const stage = session.value?.stage;
  const { factor, pages, login } = shellWords.value;
  if (freshCodes.value !== null || stage === "second-factor-setup") {
    return (
      <main id="main" class="main access way-in" tabIndex={-1}>
        <div>
          <h1>{freshCodes.value === null ? factor.setupTitle : factor.codesTitle}</h1>
          {freshCodes.value === null ? <p class="soft">{factor.setupNeeded}</p> : null}
        </div>
        <div class="card">
          <FactorSetup />
        </div>
        {freshCodes.value === null ? <OtherLogin /> : null}
      </main>
    );
  }
  if (stage === "second-factor") {
    return (
      <main id="main" class="main access way-in" tabIndex={-1}>
        <div>
          <h1>{factor.title}</h1>
          <p class="soft">{factor.lead}</p>
        </div>
        <FactorStep />
        <OtherLogin />
      </main>
    );
  }
  return (
    <main id="main" class="main access way-in" tabIndex={-1}>
      <div>
        <h1>{pages.login}</h1>
        <p class="soft">{login.lead}</p>
      </div>
      <LoginForm />
      <p class="soft small">{login.first}</p>
    </main>
  );
}

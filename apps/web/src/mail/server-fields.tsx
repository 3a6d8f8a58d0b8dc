/** The mail server: name, encryption, port, account. */

import type { MailConfig } from "@mega/contract";
import { optional, readHost, readPort, textUpTo } from "../config/draft/rules.ts";
import { DraftField, idOf } from "../config/general/draft-field.tsx";
import { edit } from "../config/state/config-state.ts";
import { messageAt } from "../config/state/messages.ts";
import { ChoiceField } from "../form/choice-field.tsx";
import { SecretField } from "../form/secret-field.tsx";
import { allWords } from "../state/all-words.ts";
import { mailDefaults, mailPorts } from "./mail-choices.ts";
import { needed, readMailAddress, withMail } from "./settings-draft.ts";

const ACCOUNT_LENGTH_MAX = 254;
const PASSWORD_LENGTH_MAX = 255;
const modes = ["starttls", "tls", "none"] as const;

const neededHost = needed(readHost);
const mayBePort = optional(readPort);
const mayBeAccount = optional(textUpTo(ACCOUNT_LENGTH_MAX));
const mayBeMailAddress = optional(readMailAddress);

/** The fields. */
export function ServerFields({ mail }: { readonly mail: MailConfig }) {
  const { settings } = allWords.value.mail;
  const tls = mail.tls ?? mailDefaults.tls;
  return (
    <div class="fs">
      <DraftField
        pointer="/mail/server"
        class="sp2"
        label={settings.server}
        value={mail.server}
        placeholder="smtp.example.org"
        read={neededHost}
        apply={(before, server) => withMail(before, { server })}
      />
      <ChoiceField
        id={idOf("/mail/tls")}
        label={settings.tls}
        value={tls}
        options={modes.map((mode) => [mode, settings.tlsModes[mode]])}
        message={messageAt("/mail/tls")}
        hint={tls === "none" ? settings.tlsNone : undefined}
        onChoose={(chosen) => {
          const mode = modes.find((one) => one === chosen);
          edit((before) => withMail(before, { tls: mode }));
        }}
      />
      <DraftField
        pointer="/mail/port"
        label={settings.port}
        value={mail.port === undefined ? undefined : String(mail.port)}
        inputMode="numeric"
        placeholder={String(mailPorts[tls])}
        read={mayBePort}
        apply={(before, port) => withMail(before, { port })}
      />
      <DraftField
        pointer="/mail/account"
        class="sp2"
        label={settings.account}
        value={mail.account}
        lengthMax={ACCOUNT_LENGTH_MAX}
        read={mayBeAccount}
        apply={(before, account) => withMail(before, { account })}
      />
      <SecretField
        id={idOf("/mail/password")}
        label={settings.password}
        value={mail.password ?? ""}
        lengthMax={PASSWORD_LENGTH_MAX}
        message={messageAt("/mail/password")}
        onTyped={(typed) =>
          edit((before) => withMail(before, { password: typed === "" ? undefined : typed }))
        }
        onRemove={() => edit((before) => withMail(before, { password: undefined }))}
      />
      <DraftField
        pointer="/mail/from"
        label={settings.from}
        value={mail.from}
        hint={settings.fromHint}
        read={mayBeMailAddress}
        apply={(before, from) => withMail(before, { from })}
      />
    </div>
  );
}

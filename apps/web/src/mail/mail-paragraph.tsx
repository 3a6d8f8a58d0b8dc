/** Paragraph 5: the mail server, the recipients, the report, TEST SMTP, the outbox. */

import type { GatewayConfig, MailConfig } from "@mega/contract";
import { patched } from "../config/draft/document.ts";
import { Paragraph } from "../config/general/paragraph.tsx";
import { dropSlips, edit, slips, typed } from "../config/state/config-state.ts";
import { SwitchField } from "../form/choice-field.tsx";
import { TestBox } from "../shell/test-box.tsx";
import { useTest } from "../shell/use-test.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { testMail } from "./mail-client.ts";
import { OutboxList } from "./outbox-list.tsx";
import { RecipientFields } from "./recipient-fields.tsx";
import { ReportFields } from "./report-fields.tsx";
import { ServerFields } from "./server-fields.tsx";
import { emptyMail, needed, readMailAddress } from "./settings-draft.ts";
import "../styles/mail.css";

/** The paragraph. */
export function MailParagraph({ of }: { readonly of: GatewayConfig }) {
  const { config, mail: texts } = allWords.value;
  const { mail } = of;
  return (
    <Paragraph no={5} title={config.mail}>
      <SwitchField
        label={texts.settings.on}
        checked={mail !== undefined}
        onCheck={(on) => {
          dropSlips("/mail/");
          edit((before) => patched<GatewayConfig>(before, { mail: on ? emptyMail : undefined }));
          if (!on) return;
          // What is needed is said at its field, before the gateway would.
          const nothing = needed(readMailAddress);
          for (const key of ["/mail/server", "/mail/to"])
            typed(key, "", nothing, (before) => before);
        }}
      />
      {mail === undefined ? null : (
        <>
          <ServerFields mail={mail} />
          <RecipientFields mail={mail} />
          <ReportFields mail={mail} />
          <SmtpTest mail={mail} />
        </>
      )}
      <OutboxList />
    </Paragraph>
  );
}

/** Tries what stands on the page, saved or not. */
function SmtpTest({ mail }: { readonly mail: MailConfig }) {
  const { settings } = allWords.value.mail;
  const test = useTest(() => confirmed((word) => testMail(mail, word)));
  const faulty = [...slips.value.keys()].some((key) => key.startsWith("/mail/"));
  const ready = mail.server !== "" && mail.to !== "" && !faulty;
  return (
    <TestBox
      test={test}
      name={settings.test}
      button={settings.test}
      hint={settings.testHint}
      disabled={!ready}
    />
  );
}

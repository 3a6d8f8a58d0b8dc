/** Who gets mails: address 1, up to five copies, and in which language. */

import type { MailConfig } from "@mega/contract";
import { type Language, languageNames, languages } from "@mega/locale";
import { DraftField, idOf } from "../config/general/draft-field.tsx";
import { dropSlips, edit } from "../config/state/config-state.ts";
import { ChoiceField } from "../form/choice-field.tsx";
import { allWords } from "../state/all-words.ts";
import { MAIL_CC_MAX } from "./mail-choices.ts";
import { needed, readMailAddress, withCopies, withMail } from "./settings-draft.ts";

const neededAddress = needed(readMailAddress);

/** The fields. */
export function RecipientFields({ mail }: { readonly mail: MailConfig }) {
  const { settings } = allWords.value.mail;
  const cc = mail.cc ?? [];
  return (
    <>
      <div class="fs">
        <DraftField
          pointer="/mail/to"
          class="sp2"
          label={settings.to}
          value={mail.to}
          read={neededAddress}
          apply={(before, to) => withMail(before, { to })}
        />
        {cc.map((address, index) => (
          <CopyField key={`${index}-${address}`} cc={cc} index={index} />
        ))}
        <ChoiceField
          id={idOf("/mail/language")}
          label={settings.language}
          value={mail.language ?? ""}
          options={[
            ["", settings.languageOwn],
            ...languages.map((code) => [code, languageNames[code]] as const),
          ]}
          onChoose={(chosen) =>
            edit((before) =>
              withMail(before, { language: chosen === "" ? undefined : (chosen as Language) }),
            )
          }
        />
      </div>
      <button
        type="button"
        class="btn"
        disabled={cc.length >= MAIL_CC_MAX || cc.includes("")}
        onClick={() => edit((before) => withCopies(before, [...(before.mail?.cc ?? []), ""]))}
      >
        {settings.ccAdd}
      </button>
    </>
  );
}

function CopyField({ cc, index }: { readonly cc: readonly string[]; readonly index: number }) {
  const { settings } = allWords.value.mail;
  const address = cc[index] ?? "";
  return (
    <div class="cc-one sp2">
      <DraftField
        pointer={`/mail/cc/${index}`}
        label={settings.cc}
        value={address}
        read={readMailAddress}
        apply={(before, typed) =>
          withCopies(
            before,
            (before.mail?.cc ?? []).map((one, at) => (at === index ? typed : one)),
          )
        }
      />
      <button
        type="button"
        class="btn btn--quiet"
        aria-label={settings.ccRemove(address === "" ? settings.cc : address)}
        onClick={() => {
          dropSlips("/mail/cc/");
          edit((before) =>
            withCopies(
              before,
              (before.mail?.cc ?? []).filter((_, at) => at !== index),
            ),
          );
        }}
      >
        {allWords.value.config.remove}
      </button>
    </div>
  );
}

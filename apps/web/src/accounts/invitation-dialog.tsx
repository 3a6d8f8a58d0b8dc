/** An invitation, shown this once: as a link to send and as a code to photograph. */

import type { InvitedAccount } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useRef } from "preact/hooks";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { QrCode } from "./qr-code.tsx";
import { SecretOnce } from "./secret-once.tsx";

interface InvitationDialogProps {
  readonly invited: InvitedAccount;
  readonly onShut: () => void;
}

/** The dialog. */
export function InvitationDialog({ invited, onShut }: InvitationDialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useModal(box);
  const { accounts, shell } = allWords.value;
  const { name, language: spoken } = invited.account;
  const link = `${location.origin}/invitations/${invited.invitation}?lang=${spoken}`;
  return (
    <dialog ref={box} class="small-dialog" aria-labelledby="invitation-title" onClose={onShut}>
      <div class="dialog-body">
        <div>
          <h2 id="invitation-title">{accounts.invitationTitle(name)}</h2>
          <p class="sub">
            {accounts.invitationLead(
              formatDateTime(invited.expiresAt, timeZone.value, language.value),
            )}
          </p>
        </div>
        <QrCode text={link} name={accounts.qr(name)} />
        <SecretOnce id="invitation-link" label={accounts.link} text={link} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn btn--main" onClick={() => box.current?.close()}>
          {shell.close}
        </button>
      </div>
    </dialog>
  );
}

/** The dialogs over the pages; each is brought, with every word, when it is first opened. */

import { type Signal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { confirmWith, passwordAsked } from "../state/confirmation.ts";
import { decisionOf } from "../state/decision.ts";
import { enteredOf } from "../state/entered.ts";
import { exchangeOf } from "../state/exchange.ts";
import { account, loginAsked, ownPasswordOpen } from "../state/login.ts";
import { mailOpen } from "../state/mail.ts";
import { periodOf } from "../state/period.ts";
import { failure } from "../state/readings.ts";
import { failureText, loadAllWords } from "../state/session.ts";
import { undoOf } from "../state/undo.ts";

type Draw<T> = ComponentType<{ readonly of: NonNullable<T> }>;

/** A dialog that stands while its signal holds something. */
function onDemand<T>(
  of: Signal<T | null>,
  load: () => Promise<Draw<T>>,
  // A question has somebody who waits for its answer.
  drop: (asked: NonNullable<T>) => void = () => undefined,
): ComponentType {
  const brought = signal<Draw<T> | null>(null);
  return function OnDemand() {
    const asked = of.value;
    const isOpen = asked !== null && asked !== undefined;
    useEffect(() => {
      if (!isOpen || brought.value !== null) return;
      Promise.all([load(), loadAllWords()]).then(
        ([component]) => {
          brought.value = component;
        },
        (error: unknown) => {
          if (of.value != null) drop(of.value as NonNullable<T>);
          of.value = null;
          failure.value = failureText(error);
        },
      );
    }, [isOpen]);
    const Dialog = brought.value;
    return Dialog === null || !isOpen ? null : <Dialog of={asked as NonNullable<T>} />;
  };
}

const dialogs: readonly ComponentType[] = [
  onDemand(periodOf, async () => {
    const { NewPeriodDialog } = await import("../period/new-period-dialog.tsx");
    return ({ of }) => <NewPeriodDialog key={of} channelNo={of} />;
  }),
  onDemand(undoOf, async () => {
    const { UndoDialog } = await import("../period/undo-dialog.tsx");
    return ({ of }) => <UndoDialog key={of.tenancyId} undoable={of} />;
  }),
  onDemand(decisionOf, async () => {
    const { DecideDialog } = await import("../quarantine/decide-dialog.tsx");
    return ({ of }) => <DecideDialog decision={of} />;
  }),
  onDemand(exchangeOf, async () => {
    const { ExchangeDialog } = await import("../exchange/exchange-dialog.tsx");
    return ({ of }) => <ExchangeDialog key={of} channelNo={of} />;
  }),
  onDemand(enteredOf, async () => {
    const { EnteredDialog } = await import("../entered/entered-dialog.tsx");
    return ({ of }) => <EnteredDialog key={of} channelNo={of} />;
  }),
  onDemand(mailOpen, async () => {
    const { SendDialog } = await import("../mail/send-dialog.tsx");
    return () => <SendDialog />;
  }),
  onDemand(ownPasswordOpen, async () => {
    const { OwnPasswordDialog } = await import("../login/own-password-dialog.tsx");
    return () => <OwnPasswordDialog />;
  }),
  onDemand(
    passwordAsked,
    async () => {
      const { PasswordDialog } = await import("../login/password-dialog.tsx");
      return ({ of }) => {
        const name = account.value?.name ?? "";
        return <PasswordDialog name={name} login={name} confirm={confirmWith} answer={of} />;
      };
    },
    (answer) => answer(null),
  ),
  onDemand(
    loginAsked,
    async () => {
      const { LoginDialog } = await import("../login/login-dialog.tsx");
      return ({ of }) => <LoginDialog answer={of} />;
    },
    (answer) => answer(false),
  ),
];

/** Every dialog that is open. */
export function Dialogs() {
  return (
    <>
      {dialogs.map((Dialog, at) => (
        // The list never changes.
        <Dialog key={at} />
      ))}
    </>
  );
}

/** The dialogs over a gateway's figures at the server; each comes with its script when it is opened. */

import { type Signal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { exchangeOf } from "../../state/exchange.ts";
import { mailOpen } from "../../state/mail.ts";
import { periodOf } from "../../state/period.ts";
import { failure } from "../../state/readings.ts";
import { failureText } from "../../state/session.ts";
import { commandWords } from "../state/words.ts";

type Draw<T> = ComponentType<{ readonly of: T }>;

/** A dialog that stands while its signal holds something. */
function onDemand<T>(of: Signal<T | null>, load: () => Promise<Draw<T>>): ComponentType {
  const brought = signal<Draw<T> | null>(null);
  return function OnDemand() {
    const asked = of.value;
    const isOpen = asked !== null;
    useEffect(() => {
      if (!isOpen || brought.value !== null) return;
      load().then(
        (component) => {
          brought.value = component;
        },
        (error: unknown) => {
          of.value = null;
          failure.value = failureText(error);
        },
      );
    }, [isOpen]);
    // The page may be left while it is open.
    useEffect(
      () => () => {
        of.value = null;
      },
      [],
    );
    const Dialog = brought.value;
    return Dialog === null || asked === null ? null : <Dialog of={asked} />;
  };
}

const Period = onDemand(periodOf, async () => {
  const { PeriodCommand } = await import("./period-command.tsx");
  return ({ of }) => <PeriodCommand key={of} channelNo={of} />;
});
const Exchange = onDemand(exchangeOf, async () => {
  const { ExchangeCommand } = await import("./exchange-command.tsx");
  return ({ of }) => <ExchangeCommand key={of} channelNo={of} />;
});
const Mail = onDemand(mailOpen, async () => {
  const { SendDialog } = await import("../../mail/send-dialog.tsx");
  return () => <SendDialog unset={<p role="status">{commandWords.value.mail.unset}</p>} />;
});

/** Every dialog that is open. */
export function CommandDialogs() {
  return (
    <>
      <Period />
      <Exchange />
      <Mail />
    </>
  );
}

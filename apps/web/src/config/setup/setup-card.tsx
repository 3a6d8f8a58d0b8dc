/**
 * What is still to be done before the gateway does its work, above the settings, each with the way
 * there. It goes when all is done, or when a person who needs no more of it hides it.
 */

import { formatCount } from "@mega/locale";
import { inside } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { table } from "../../state/readings.ts";
import { gateway, language } from "../../state/session.ts";
import { exportAddress } from "../state/config-client.ts";
import { stored } from "../state/config-state.ts";
import { cabinetPrinted, setupHidden } from "./setup-notes.ts";
import { type SetupState, type SetupStep, setupSteps } from "./setup-steps.ts";
import "../../styles/setup.css";

/** Where a step is taken on this page: the id of a heading. */
const sections: Readonly<Record<SetupStep, string>> = {
  place: "paragraph-2",
  lines: "lines-title",
  channels: "channels-title",
  reading: "paragraph-6",
  time: "paragraph-4",
  mail: "paragraph-5",
  print: "paragraph-6",
};

/** The card. */
export function SetupCard({ onPanel }: { readonly onPanel: () => void }) {
  const { setup } = allWords.value;
  const configuration = stored.value?.configuration;
  if (configuration === undefined || table.value === null || setupHidden.note.value) return null;
  const steps = setupSteps(configuration, {
    isRead: table.value.rows.some(({ logTime }) => logTime !== null),
    isClockSynchronised: table.value.clock.state === "S",
    isPrinted: cabinetPrinted.note.value,
  });
  const left = steps.filter(({ done }) => !done);
  const next = left[0];
  if (next === undefined) return null;
  const done = (n: number) => formatCount(n, language.value);
  return (
    <section class="card setup no-print" aria-labelledby="setup-title">
      <div class="card-head">
        <h2 id="setup-title">{setup.title}</h2>
        <p class="small soft">{setup.done(done(steps.length - left.length), done(steps.length))}</p>
        <button type="button" class="btn btn--quiet" onClick={setupHidden.keep}>
          {setup.hide}
        </button>
      </div>
      <ol>
        {steps.map((one) => (
          <li key={one.step} aria-current={one.step === next.step ? "step" : undefined}>
            <span class={one.done ? "st st--ok" : "st st--off"}>
              <span class="ink">{setup.steps[one.step].name}</span>
              <span class="vh"> {one.done ? setup.isDone : setup.isOpen}</span>
            </span>
            {one.done ? null : <Way of={one} main={one.step === next.step} to={onPanel} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What to do, and the way there. */
function Way(props: { readonly of: SetupState; readonly main: boolean; readonly to: () => void }) {
  const { of, main, to } = props;
  const { step } = of;
  const { setup } = allWords.value;
  const { how, go } = setup.steps[step];
  const look = main ? "btn btn--main" : "btn";
  const scans = step === "channels" && (gateway.value?.counts.buses ?? 0) > 0;
  return (
    <>
      <p class="small soft">{how}</p>
      {of.waits ? null : step === "print" ? (
        <a
          class={look}
          href={exportAddress("print.pdf", language.value)}
          download
          // A link that is gone leads nowhere: the list may go only once it was followed.
          onClick={() => setTimeout(cabinetPrinted.keep)}
        >
          {go}
        </a>
      ) : scans ? (
        <a class={look} href={inside("/bus")} data-inside>
          {go}
        </a>
      ) : (
        <button
          type="button"
          class={look}
          onClick={() => {
            to();
            goTo(sections[step]);
          }}
        >
          {step === "channels" ? setup.byHand : go}
        </button>
      )}
    </>
  );
}

/** Puts the focus where the step is taken, once the page shows it. */
function goTo(headingId: string): void {
  requestAnimationFrame(() => {
    const section = document.getElementById(headingId)?.closest("section");
    section?.scrollIntoView({ block: "start" });
    const first = section?.querySelector<HTMLElement>("input:not([readonly]), select, button");
    first?.focus({ preventScroll: true });
  });
}

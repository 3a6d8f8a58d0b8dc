/**
 * The page at "/gateways/:id/settings": names, addresses and the gateway's own reports. What is sent is a
 * proposal from the newest configuration at the server; the gateway takes it while its own is still that.
 */

import type { GatewaySettings, PortalCommand } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useCallback, useEffect, useState } from "preact/hooks";
import { SwitchField } from "../../form/choice-field.tsx";
import { TextField } from "../../form/text-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { inside } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { below } from "../../state/place.ts";
import { language, timeZone } from "../../state/session.ts";
import { useGatewayTable } from "../figures/gateway-place.ts";
import { ReportFields } from "../figures/report-fields.tsx";
import { commandWords } from "../state/words.ts";
import { fetchSettings } from "./command-client.ts";
import { CommandLine } from "./command-line.tsx";
import { giveChange } from "./give.ts";
import { commandList, useCommands } from "./known-commands.ts";
import {
  ADDRESS_LINE_MAX,
  type ChannelDraft,
  changeOf,
  draftOf,
  isName,
  NAME_MAX,
  rhythms,
  type SettingsDraft,
} from "./settings-draft.ts";
import { isOpen } from "./standing.ts";
import "../../styles/mail.css";
import "../styles/figures.css";

/** The page. */
export function SettingsPage({ gatewayId }: { readonly gatewayId: number }) {
  // Times are the building's, and the table tells its zone.
  useGatewayTable(gatewayId);
  useCommands(gatewayId);
  const { answer, failure, again } = useAsked(useCallback(() => fetchSettings(), [gatewayId]));
  const asked = (commandList.value ?? []).filter(({ kind }) => kind === "set-configuration");
  // The gateway sends the version that it saved a moment after it has confirmed.
  const newest = `${asked[0]?.commandId} ${asked[0]?.state}`;
  useEffect(again, [newest]);
  const { settings } = commandWords.value;
  const { counters, shell } = allWords.value;
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb">
        <a href={inside(below("/counters"))} data-inside>
          {counters.title}
        </a>{" "}
        / {settings.title}
      </p>
      <div class="head">
        <div>
          <h1>{settings.title}</h1>
          <p>{settings.lead}</p>
        </div>
      </div>
      <Asked commands={asked} />
      {answer === null ? <p class="empty">{failure ?? shell.loading}</p> : null}
      {answer === null ? null : (
        <SettingsForm key={answer.version} stored={answer} isWaiting={asked.some(isOpen)} />
      )}
    </main>
  );
}

/** The newest proposal and what the gateway said. */
function Asked({ commands }: { readonly commands: readonly PortalCommand[] }) {
  const [newest] = commands;
  return (
    <div role="status" class={newest === undefined ? "vh" : ""}>
      {newest === undefined ? null : (
        <section class="card" aria-label={commandWords.value.settings.last}>
          <ul class="cmds">
            <CommandLine command={newest} />
          </ul>
        </section>
      )}
    </div>
  );
}

function SettingsForm(props: { readonly stored: GatewaySettings; readonly isWaiting: boolean }) {
  const { stored, isWaiting } = props;
  const [draft, setDraft] = useState(() => draftOf(stored));
  const { busy, refused, run, forget } = useDeed();
  const change = changeOf(draft, stored);
  const { settings, deeds } = commandWords.value;
  const onChange = (part: Partial<SettingsDraft>) => {
    forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const at = formatDateTime(stored.receivedAt, timeZone.value, language.value);
  return (
    <form
      class="report-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (change === null || change === undefined) return;
        const { version: parentVersion } = stored;
        run(() => giveChange({ kind: "set-configuration", parentVersion, change }));
      }}
    >
      <p class="small soft">{settings.version(formatCount(stored.version, language.value), at)}</p>
      <section class="card" aria-labelledby="set-building">
        <h2 id="set-building">{settings.building}</h2>
        <TextField
          id="set-name"
          label={settings.buildingName}
          shown={draft.building}
          lengthMax={NAME_MAX}
          message={draft.building.trim() === "" ? settings.needed : undefined}
          onTyped={(building) => onChange({ building })}
        />
      </section>
      <Channels draft={draft} onChange={onChange} />
      <section class="card" aria-labelledby="set-report">
        <h2 id="set-report">{settings.report}</h2>
        {draft.report === null ? (
          <p class="soft">{settings.noMail}</p>
        ) : (
          <ReportFields
            draft={draft.report}
            rhythms={rhythms}
            onChange={(part) =>
              onChange({ report: draft.report === null ? null : { ...draft.report, ...part } })
            }
          />
        )}
      </section>
      <p class="effect">
        <b>{commandWords.value.asked.lead}</b> {commandWords.value.asked.settings}
      </p>
      <Refusal refused={refused} />
      <div class="row">
        <button
          type="submit"
          class="btn btn--main"
          disabled={busy || isWaiting || change === null || change === undefined}
        >
          {busy ? deeds.sending : deeds.send}
        </button>
        {isWaiting ? <span class="small soft">{settings.waiting}</span> : null}
      </div>
    </form>
  );
}

interface ChannelsProps {
  readonly draft: SettingsDraft;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

function Channels({ draft, onChange }: ChannelsProps) {
  const { settings } = commandWords.value;
  const set = (no: number, part: Partial<ChannelDraft>) =>
    onChange({
      channels: draft.channels.map((one) => (one.no === no ? { ...one, ...part } : one)),
    });
  return (
    <section class="card" aria-labelledby="set-channels">
      <h2 id="set-channels">{settings.channels}</h2>
      {draft.channels.map((channel) => (
        <fieldset key={channel.no} class="set-channel">
          <legend>CH{channel.no}</legend>
          <TextField
            id={`set-name-${channel.no}`}
            label={settings.name}
            shown={channel.name}
            lengthMax={NAME_MAX}
            message={isName(channel.name) ? undefined : settings.badName}
            onTyped={(name) => set(channel.no, { name })}
          />
          <TextField
            id={`set-line1-${channel.no}`}
            label={settings.address1}
            shown={channel.address1}
            lengthMax={ADDRESS_LINE_MAX}
            onTyped={(address1) => set(channel.no, { address1 })}
          />
          <TextField
            id={`set-line2-${channel.no}`}
            label={settings.address2}
            shown={channel.address2}
            lengthMax={ADDRESS_LINE_MAX}
            onTyped={(address2) => set(channel.no, { address2 })}
          />
          <SwitchField
            label={settings.errorMail}
            checked={channel.errorMail}
            onCheck={(errorMail) => set(channel.no, { errorMail })}
          />
        </fieldset>
      ))}
    </section>
  );
}

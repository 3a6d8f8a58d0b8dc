/** The fields of one interface, under the leaflet's names. */

import type { NetworkInterface } from "@mega/contract";
import { useState } from "preact/hooks";
import { SwitchField } from "../../form/choice-field.tsx";
import { described, Field, TextField, useTextOf } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { type Asked, NetworkDialog } from "./network-dialog.tsx";
import {
  draftOf,
  type NetworkDraft,
  type NetworkFaults,
  outcomeOf,
  withAddress,
  withDhcp,
} from "./network-draft.ts";
import type { NetworkKnown } from "./use-network.ts";

/** The leaflet's names of the fields. */
const names = {
  lan: { how: "LAN", ip: "LAN IP", gateway: "LAN GW", mask: "LAN SN" },
  wifi: { how: "WIFI", ip: "WIFI IP", gateway: "WIFI GW", mask: "WIFI SN" },
} as const;

interface InterfaceFieldsProps {
  readonly shown: NetworkInterface;
  readonly network: NetworkKnown;
}

/** The fields with their buttons. */
export function InterfaceFields({ shown, network }: InterfaceFieldsProps) {
  const [typed, setTyped] = useState<NetworkDraft | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { network: texts } = allWords.value;
  const draft = typed ?? draftOf(shown);
  const outcome = outcomeOf(draft, shown);
  const faults = outcome.kind === "faults" ? outcome.faults : {};
  const change = (part: Partial<NetworkDraft>) => setTyped({ ...draft, ...part });
  const { address } = shown;
  return (
    <fieldset class="line-fields">
      <legend class="label">
        <span>{`${shown.kind === "wifi" ? "WIFI" : "LAN"} · ${shown.name}`}</span>
        <span class={`st st--${looks[shown.state]}`}>{texts.states[shown.state]}</span>
      </legend>
      <div class="fs">
        {shown.kind === "wifi" ? (
          <WifiFields shown={shown} draft={draft} faults={faults} onChange={change} />
        ) : null}
        {draft.on ? (
          <AddressFields
            shown={shown}
            draft={draft}
            faults={faults}
            onChange={change}
            onAddress={(text) => setTyped(withAddress(draft, text, shown))}
          />
        ) : null}
        <Shown name={shown.name} label="MAC" value={shown.mac ?? texts.unknown} />
      </div>
      {shown.managed ? (
        <p class="row">
          <button
            type="button"
            class="btn"
            disabled={outcome.kind !== "change"}
            onClick={() =>
              outcome.kind === "change"
                ? setAsked({ kind: "change", name: shown.name, change: outcome.change })
                : undefined
            }
          >
            {texts.save}
          </button>
          {typed === null || outcome.kind === "same" ? null : (
            <button type="button" class="btn btn--quiet" onClick={() => setTyped(null)}>
              {texts.discard}
            </button>
          )}
          {outcome.kind === "same" && shown.mode === "dhcp" && address !== null ? (
            <button
              type="button"
              class="btn btn--quiet"
              title={texts.freezeHint}
              onClick={() => setAsked({ kind: "freeze", name: shown.name, address })}
            >
              {texts.freeze}
            </button>
          ) : null}
        </p>
      ) : null}
      {asked === null ? null : (
        <NetworkDialog
          asked={asked}
          wifi={shown.kind === "wifi"}
          network={network}
          onClose={() => setAsked(null)}
          onBegun={() => setTyped(null)}
        />
      )}
    </fieldset>
  );
}

const looks = {
  connected: "ok",
  connecting: "run",
  "no-link": "warn",
  failed: "bad",
  off: "off",
} as const;

interface PartProps {
  readonly shown: NetworkInterface;
  readonly draft: NetworkDraft;
  readonly faults: NetworkFaults;
  readonly onChange: (part: Partial<NetworkDraft>) => void;
}

function AddressFields(props: PartProps & { readonly onAddress: (text: string) => void }) {
  const { shown, draft, faults, onChange, onAddress } = props;
  const { network } = allWords.value;
  const label = names[shown.kind];
  const id = (field: string) => `network-${shown.name}-${field}`;
  const said = messagesOf(faults);
  const fixed = shown.managed && !draft.dhcp;
  return (
    <>
      {shown.managed ? (
        <div class="field">
          <span class="label">{label.how}</span>
          <SwitchField
            label={network.dhcp}
            checked={draft.dhcp}
            onCheck={(dhcp) => onChange(withDhcp(draft, dhcp, shown))}
          />
        </div>
      ) : null}
      <TextField
        id={id("address")}
        label={label.ip}
        shown={draft.address}
        readOnly={!shown.managed}
        inputMode="text"
        message={said("address")}
        hint={
          !shown.managed
            ? undefined
            : shown.kind === "wifi"
              ? network.addressHintWifi
              : network.addressHint
        }
        onTyped={onAddress}
      />
      <TextField
        id={id("gateway")}
        label={label.gateway}
        shown={draft.gateway}
        readOnly={!fixed}
        message={said("gateway")}
        onTyped={(gateway) => onChange({ gateway })}
      />
      <TextField
        id={id("mask")}
        label={label.mask}
        shown={draft.mask}
        readOnly={!fixed}
        message={said("mask")}
        onTyped={(mask) => onChange({ mask: mask.trim() })}
      />
      <TextField
        id={id("dns")}
        label="DNS SERVER"
        shown={fixed || draft.dns !== "" ? draft.dns : shown.dns.join(", ")}
        readOnly={!fixed}
        message={said("dns")}
        onTyped={(dns) => onChange({ dns })}
      />
    </>
  );
}

function WifiFields({ shown, draft, faults, onChange }: PartProps) {
  const { network } = allWords.value;
  const id = (field: string) => `network-${shown.name}-${field}`;
  const said = messagesOf(faults);
  return (
    <>
      {shown.managed ? (
        <div class="field">
          <span class="label">Wi-Fi 2,4 GHz</span>
          <SwitchField label={network.on} checked={draft.on} onCheck={(on) => onChange({ on })} />
        </div>
      ) : null}
      {draft.on ? (
        <>
          <TextField
            id={id("ssid")}
            label={network.ssid}
            shown={draft.ssid}
            lengthMax={32}
            readOnly={!shown.managed}
            message={said("ssid")}
            onTyped={(ssid) => onChange({ ssid })}
          />
          {shown.managed ? (
            <KeyField
              id={id("key")}
              draft={draft}
              kept={shown.keySet}
              message={said("key")}
              onChange={onChange}
            />
          ) : null}
          <Shown name={shown.name} label="RSSI" value={strengthOf(shown)} />
        </>
      ) : null}
    </>
  );
}

function KeyField(props: {
  readonly id: string;
  readonly draft: NetworkDraft;
  readonly kept: boolean;
  readonly message: string | undefined;
  readonly onChange: (part: Partial<NetworkDraft>) => void;
}) {
  const { id, draft, kept, message, onChange } = props;
  const { network, config } = allWords.value;
  const box = useTextOf(draft.key);
  const field = { id, label: network.key, message, hint: network.keyHint };
  return (
    <Field {...field}>
      <input
        ref={box}
        class="input"
        id={id}
        type="password"
        autocomplete="off"
        maxLength={63}
        disabled={draft.open}
        placeholder={kept ? config.secretKept : ""}
        {...described(field)}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <SwitchField
        label={network.open}
        checked={draft.open}
        onCheck={(open) => onChange({ open, key: "" })}
      />
    </Field>
  );
}

/** What is read and never typed. */
function Shown(props: { readonly name: string; readonly label: string; readonly value: string }) {
  const id = `network-${props.name}-${props.label.toLowerCase()}`;
  return (
    <Field id={id} label={props.label}>
      <input class="input" id={id} readOnly value={props.value} />
    </Field>
  );
}

/** "−56 dBm · 54 %"; a dash where nobody tells it. */
function strengthOf({ rssiDbm, signalPercent }: NetworkInterface): string {
  const dbm = rssiDbm === null ? [] : [`−${Math.abs(rssiDbm)} dBm`];
  const percent = signalPercent === null ? [] : [`${signalPercent} %`];
  return [...dbm, ...percent].join(" · ") || "—";
}

function messagesOf(faults: NetworkFaults) {
  const { network } = allWords.value;
  return (field: keyof NetworkFaults) => {
    const fault = faults[field];
    return fault === undefined ? undefined : network.faults[fault];
  };
}

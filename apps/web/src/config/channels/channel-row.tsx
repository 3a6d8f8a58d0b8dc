/** A row of the editor: what a channel is billed from, with its last figures. */

import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editChannel, renameChannel } from "../draft/edit-row.ts";
import { rowFields, rowKey } from "../draft/row-fields.ts";
import { readName } from "../draft/rules.ts";
import { edit, editGround, textAt, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { ChannelDetail } from "./channel-detail.tsx";
import { ChannelFigures } from "./channel-figures.tsx";
import { ChannelHead, ChannelMenu } from "./channel-head.tsx";
import { KindPicker } from "./kind-picker.tsx";
import { MqttLine } from "./mqtt-line.tsx";
import { AddressField, PlaceField } from "./place-fields.tsx";
import { type ChannelRowProps, quiet } from "./row-parts.ts";

/** The row. */
export function ChannelRow(props: ChannelRowProps) {
  const { row, figures, isOpen } = props;
  const { channelNo } = row;
  const used = row.meter !== null;
  return (
    <li
      class={`chan${isOpen ? " open" : ""}${used ? "" : " off"}`}
      data-channel={channelNo}
      aria-label={`CH${channelNo} ${row.channel?.name ?? ""}`}
    >
      <div class="chan-line">
        <ChannelHead row={row} figures={figures} />
        <AddressField row={row} isOpen={isOpen} />
        <PlaceField {...props} />
        <KindPicker row={row} />
        <UnitField row={row} figures={figures} />
        <NameField row={row} />
        <AlertField row={row} />
        <ChannelFigures row={row} figures={figures} />
        <ChannelMenu row={row} isOpen={isOpen} />
      </div>
      {row.meter?.mqtt === undefined ? null : <MqttLine row={row} mqtt={row.meter.mqtt} />}
      <RowMessages channelNo={channelNo} />
      {isOpen ? <ChannelDetail {...props} /> : null}
    </li>
  );
}

/** Fields whose message stands in the row itself, where there is no room below each. */
const lineFields = new Set([
  "address",
  "bus",
  "p1Port",
  "broker",
  "profile",
  "unit",
  "name",
  "sharing",
]);

function RowMessages({ channelNo }: { readonly channelNo: number }) {
  const { config } = allWords.value;
  const said = rowFields.flatMap((field) => {
    const message = lineFields.has(field) ? messageAt(rowKey(channelNo, field)) : undefined;
    return message === undefined ? [] : [{ field, message }];
  });
  if (said.length === 0) return null;
  return (
    <ul class="chan-said">
      {said.map(({ field, message }) => (
        <li key={field} class="err" id={`ch${channelNo}-${field}-message`}>
          {config.said(config.fields[field], message)}
        </li>
      ))}
    </ul>
  );
}

function NameField({ row }: { readonly row: DraftRow }) {
  const { config } = allWords.value;
  const { channelNo } = row;
  const key = rowKey(channelNo, "name");
  return (
    <TextField
      id={`ch${channelNo}-name`}
      class="c-name"
      label={config.fields.name}
      shown={textAt(key, row.channel?.name)}
      lengthMax={31}
      placeholder={config.namePlaceholder}
      {...quiet(channelNo, "name")}
      onTyped={(text) => {
        if (text.trim() === "" && row.channel === null) return;
        typed(key, text, readName, (before, name) =>
          renameChannel(before, channelNo, name, editGround()),
        );
      }}
    />
  );
}

function UnitField({ row, figures }: Pick<ChannelRowProps, "row" | "figures">) {
  const { config, counters, states } = allWords.value;
  const { channelNo } = row;
  // What the channel counts by itself is known once it is stored.
  const usual =
    figures?.used === true && row.channel?.unit === undefined
      ? `${states.unitKinds[figures.unitKind]} (${counters.unitAuto})`
      : counters.unitAuto;
  return (
    <div class="field c-unit">
      <label for={`ch${channelNo}-unit`}>{config.fields.unit}</label>
      <select
        class="select"
        id={`ch${channelNo}-unit`}
        disabled={row.meter === null}
        value={row.channel?.unit ?? ""}
        onChange={(event) => {
          const unit = units.find((one) => one === event.currentTarget.value);
          edit((before) => editChannel(before, channelNo, { unit }));
        }}
      >
        <option value="">{row.meter === null ? "–" : usual}</option>
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {states.unitKinds[unit]}
          </option>
        ))}
      </select>
    </div>
  );
}

const units = ["Wh+", "Wh-", "gas", "water", "heat"] as const;

function AlertField({ row }: { readonly row: DraftRow }) {
  const { config } = allWords.value;
  const { channelNo } = row;
  return (
    <div class="field c-alert">
      <label for={`ch${channelNo}-alert`}>{config.fields.errorMail}</label>
      <input
        class="tick"
        type="checkbox"
        id={`ch${channelNo}-alert`}
        disabled={row.channel === null}
        checked={row.channel?.errorMail === true}
        onChange={(event) => {
          const errorMail = event.currentTarget.checked ? true : undefined;
          edit((before) => editChannel(before, channelNo, { errorMail }));
        }}
      />
    </div>
  );
}

/** The further fields of a row: the tenant's login and address, the meter's plate, the shared meter. */

import type { ProfileInfo } from "@mega/contract";
import { LiveTest } from "../../bus/live-test.tsx";
import { ChoiceField, SwitchField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editChannel, editMeter, shareMeter, unshareMeter } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { mayBeDecimal, mayBeRatio, mayBeText } from "../draft/rules.ts";
import {
  dropSlips,
  edit,
  editGround,
  ownFaults,
  profiles,
  rows,
  stored,
} from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { ChannelEvidence } from "./channel-evidence.tsx";
import { DetailField } from "./detail-field.tsx";
import { DisplayFields } from "./display-fields.tsx";
import { LoginField } from "./login-field.tsx";
import { MeterChoices } from "./meter-choices.tsx";
import { MqttDetail } from "./mqtt-detail.tsx";
import { PulseInputs } from "./pulse-inputs.tsx";
import type { ChannelRowProps } from "./row-parts.ts";

/** The fields, and beside them what came of the last reading. */
export function ChannelDetail({ row }: ChannelRowProps) {
  const { config } = allWords.value;
  const profile = profiles.value.find((one) => one.profileId === row.meter?.profile);
  return (
    <fieldset class="det">
      <legend class="vh">{config.detailOf(String(row.channelNo))}</legend>
      <div class="detf">
        <TenantFields row={row} />
        {row.meter === null ? null : <MeterFields row={row} profile={profile} />}
        <Sharing row={row} profile={profile} />
        <Totals row={row} />
      </div>
      <ChannelEvidence channelNo={row.channelNo} />
      <RowTest row={row} />
    </fieldset>
  );
}

/** The live test of the meter as it stands here, saved or not; nothing while the row lacks something. */
function RowTest({ row }: { readonly row: DraftRow }) {
  const { channelNo, meter } = row;
  const prefix = rowKey(channelNo, "profile").replace(/profile$/, "");
  const lacks = [...ownFaults.value.keys()].some((key) => key.startsWith(prefix));
  if (meter === null || meter.manual !== undefined || lacks) return null;
  const isStored = stored.value?.configuration.meters?.includes(meter) === true;
  return (
    <div class="det-test">
      <LiveTest
        request={isStored ? { kind: "meter", meterId: meter.id } : { kind: "draft", meter }}
        name={`CH${channelNo}`}
        listens={meter.bus === undefined}
      />
    </div>
  );
}

const addressFields = [
  ["address1", 60],
  ["address2", 60],
] as const;

function TenantFields({ row }: { readonly row: DraftRow }) {
  return (
    <>
      <LoginField row={row} />
      {addressFields.map(([field, lengthMax]) => (
        <DetailField
          key={field}
          row={row}
          field={field}
          value={row.channel?.[field]}
          lengthMax={lengthMax}
          read={mayBeText(lengthMax)}
          apply={(before, text) => editChannel(before, row.channelNo, { [field]: text })}
        />
      ))}
    </>
  );
}

function MeterFields(props: { readonly row: DraftRow; readonly profile: ProfileInfo | undefined }) {
  const { config } = allWords.value;
  const { row, profile } = props;
  const { channelNo, meter } = row;
  const factor = meter?.factor;
  return (
    <>
      <DetailField
        row={row}
        field="serialNumber"
        value={meter?.serialNumber}
        lengthMax={40}
        hint={config.serialHint}
        read={mayBeText(40)}
        apply={(before, serialNumber) => editMeter(before, channelNo, { serialNumber })}
      />
      {meter?.manual !== undefined ? null : (
        <DetailField
          row={row}
          field="factor"
          value={factor === undefined ? "" : `${factor.numerator}/${factor.denominator}`}
          placeholder="1/1"
          hint={config.factorHint}
          read={mayBeRatio}
          apply={(before, ratio) => editMeter(before, channelNo, { factor: ratio })}
        />
      )}
      <DetailField
        row={row}
        field="ratedMaximumPerHour"
        value={meter?.ratedMaximumPerHour}
        hint={config.ratedHint}
        read={mayBeDecimal}
        apply={(before, ratedMaximumPerHour) =>
          editMeter(before, channelNo, { ratedMaximumPerHour })
        }
      />
      {meter?.p1Port === undefined ? null : (
        <DetailField
          row={row}
          field="equipmentId"
          value={meter.equipmentId}
          lengthMax={64}
          read={mayBeText(64)}
          apply={(before, equipmentId) => editMeter(before, channelNo, { equipmentId })}
        />
      )}
      {meter?.mqtt === undefined ? null : <MqttDetail row={row} mqtt={meter.mqtt} />}
      {meter?.manual === undefined ? null : <DisplayFields row={row} manual={meter.manual} />}
      <MeterChoices row={row} profile={profile} />
      <PulseInputs row={row} profile={profile} />
    </>
  );
}

/** Whose meter this channel shows: one of its own, or another channel's. */
function Sharing({
  row,
  profile,
}: {
  readonly row: DraftRow;
  readonly profile: ProfileInfo | undefined;
}) {
  const { config } = allWords.value;
  const { channelNo, sharedWith } = row;
  const others = rows.value.filter(
    (other) => other.meter !== null && other.channelNo !== channelNo,
  );
  const firstShared = sharedWith[0];
  const choose = (value: string) => {
    dropSlips(`/row/${channelNo}/`);
    edit((before) => {
      if (value !== "") return shareMeter(before, channelNo, Number(value));
      if (profile === undefined || sharedWith.length === 0) return before;
      return unshareMeter(before, channelNo, profile, editGround());
    });
  };
  return (
    <ChoiceField
      id={`ch${channelNo}-sharing`}
      label={config.fields.sharing}
      value={firstShared === undefined ? "" : String(firstShared)}
      options={[
        ["", config.ownMeter],
        ...others.map(
          (other) =>
            [
              String(other.channelNo),
              config.sameMeterAs(String(other.channelNo), other.channel?.name ?? ""),
            ] as const,
        ),
      ]}
      message={messageAt(rowKey(channelNo, "sharing"))}
      onChoose={choose}
    />
  );
}

function Totals({ row }: { readonly row: DraftRow }) {
  const { config } = allWords.value;
  return (
    <SwitchField
      label={config.fields.inTotals}
      checked={row.channel?.inTotals !== false}
      onCheck={(checked) =>
        edit((before) =>
          editChannel(before, row.channelNo, { inTotals: checked ? undefined : false }),
        )
      }
    />
  );
}

/** Further fields of an MQTT meter: its topic, and where the figure stands in the message. */

import { ChoiceField } from "../../form/choice-field.tsx";
import { payloadUnits } from "../../form/kept-words.ts";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editDevice } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { mayBeDecimals, mayBePointer, mayBeTopic } from "../draft/rules.ts";
import { edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { MqttField, type MqttPlace } from "./mqtt-line.tsx";

/** The fields. */
export function MqttDetail({ row, mqtt }: { readonly row: DraftRow; readonly mqtt: MqttPlace }) {
  const { config } = allWords.value;
  const { channelNo } = row;
  return (
    <>
      <MqttField
        row={row}
        field="topic"
        label={config.fields.topic}
        value={mqtt.topic ?? ""}
        hint={config.topicHint}
        read={mayBeTopic}
        part={(topic) => ({ topic })}
      />
      <MqttField
        row={row}
        field="pointer"
        label={config.fields.pointer}
        value={mqtt.pointer ?? ""}
        placeholder="/energy/total"
        read={mayBePointer}
        part={(pointer) => ({ pointer })}
      />
      <ChoiceField
        id={`ch${channelNo}-payload-unit`}
        label={config.fields.payloadUnit}
        value={mqtt.unit ?? ""}
        options={[["", config.byMeter], ...payloadUnits.map((unit) => [unit, unit] as const)]}
        message={messageAt(rowKey(channelNo, "payloadUnit"))}
        onChoose={(value) => {
          const unit = payloadUnits.find((one) => one === value);
          edit((before) => editDevice(before, channelNo, { unit }));
        }}
      />
      <MqttField
        row={row}
        field="decimals"
        label={config.fields.decimals}
        value={mqtt.decimals === undefined ? "" : String(mqtt.decimals)}
        placeholder="3"
        read={mayBeDecimals}
        part={(decimals) => ({ decimals })}
      />
    </>
  );
}

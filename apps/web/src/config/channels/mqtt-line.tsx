/** The second line of an MQTT meter: its device's address, the channel inside it and its token. */

import type { MeterConfig } from "@mega/contract";
import { SecretField } from "../../form/secret-field.tsx";
import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editDevice } from "../draft/edit-row.ts";
import { type RowField, rowKey } from "../draft/row-fields.ts";
import { mayBeDeviceChannel, type Read, readMac, readToken } from "../draft/rules.ts";
import { textAt, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

/** Where an MQTT device is. */
export type MqttPlace = NonNullable<MeterConfig["mqtt"]>;

/** The line. */
export function MqttLine({ row, mqtt }: { readonly row: DraftRow; readonly mqtt: MqttPlace }) {
  const { config } = allWords.value;
  const { channelNo } = row;
  const tokenKey = rowKey(channelNo, "token");
  return (
    <div class="chan-mqtt">
      <MqttField
        row={row}
        field="mac"
        label="MAC"
        value={mqtt.mac}
        read={readMac}
        part={(mac) => ({ mac })}
      />
      <MqttField
        row={row}
        field="deviceChannel"
        label={config.fields.deviceChannel}
        value={mqtt.deviceChannel === undefined ? "" : String(mqtt.deviceChannel)}
        placeholder="1"
        read={mayBeDeviceChannel}
        part={(deviceChannel) => ({ deviceChannel })}
      />
      <SecretField
        id={`ch${channelNo}-token`}
        label={config.fields.token}
        value={textAt(tokenKey, mqtt.token)}
        lengthMax={255}
        message={messageAt(tokenKey)}
        onTyped={(text) =>
          typed(tokenKey, text, readToken, (before, token) =>
            editDevice(before, channelNo, { token }),
          )
        }
      />
    </div>
  );
}

interface MqttFieldProps<T> {
  readonly row: DraftRow;
  readonly field: RowField;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly read: (text: string) => Read<T>;
  readonly part: (value: T) => { readonly [K in keyof MqttPlace]?: MqttPlace[K] | undefined };
}

/** A line of text of an MQTT device. */
export function MqttField<T>(props: MqttFieldProps<T>) {
  const { row, field, label, value, placeholder, hint, read, part } = props;
  const key = rowKey(row.channelNo, field);
  return (
    <TextField
      id={`ch${row.channelNo}-${field}`}
      label={label}
      shown={textAt(key, value)}
      message={messageAt(key)}
      hint={hint}
      {...(placeholder === undefined ? {} : { placeholder })}
      onTyped={(text) =>
        typed(key, text, read, (before, found) => editDevice(before, row.channelNo, part(found)))
      }
    />
  );
}

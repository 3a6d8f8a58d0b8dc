/** A further field of a row, tied to the draft. */

import type { GatewayConfig } from "@mega/contract";
import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { type RowField, rowKey } from "../draft/row-fields.ts";
import type { Read } from "../draft/rules.ts";
import { textAt, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

interface DetailFieldProps<T> {
  readonly row: DraftRow;
  readonly field: RowField;
  readonly value: string | undefined;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly lengthMax?: number;
  readonly read: (text: string) => Read<T>;
  readonly apply: (before: GatewayConfig, value: T) => GatewayConfig;
}

/** The field. */
export function DetailField<T>({ row, field, value, read, apply, ...rest }: DetailFieldProps<T>) {
  const key = rowKey(row.channelNo, field);
  return (
    <TextField
      {...rest}
      id={`ch${row.channelNo}-${field}`}
      label={allWords.value.config.fields[field]}
      shown={textAt(key, value)}
      message={messageAt(key)}
      onTyped={(text) => typed(key, text, read, apply)}
    />
  );
}

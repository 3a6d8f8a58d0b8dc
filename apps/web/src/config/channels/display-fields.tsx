/** What the display of a meter shows that a person reads: its unit, its decimals, where it turns. */

import type { MeterConfig } from "@mega/contract";
import { ChoiceField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editDisplay } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { mayBeDecimal, readDecimals } from "../draft/rules.ts";
import { edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { DetailField } from "./detail-field.tsx";

interface DisplayFieldsProps {
  readonly row: DraftRow;
  readonly manual: NonNullable<MeterConfig["manual"]>;
}

const energy = ["kWh", "MWh", "Wh", "GJ", "MJ"] as const;
const volume = ["m3", "L"] as const;

/** The fields. */
export function DisplayFields({ row, manual }: DisplayFieldsProps) {
  const { config } = allWords.value;
  const { channelNo } = row;
  const units = volume.some((unit) => unit === manual.unit) ? volume : energy;
  return (
    <>
      <ChoiceField
        id={`ch${channelNo}-display-unit`}
        label={config.fields.displayUnit}
        value={manual.unit}
        options={units.map((unit) => [unit, unit === "m3" ? "m³" : unit] as const)}
        message={messageAt(rowKey(channelNo, "displayUnit"))}
        onChoose={(value) => {
          const unit = units.find((one) => one === value);
          if (unit !== undefined) edit((before) => editDisplay(before, channelNo, { unit }));
        }}
      />
      <DetailField
        row={row}
        field="decimals"
        value={String(manual.decimals)}
        lengthMax={1}
        hint={config.decimalsHint}
        read={readDecimals}
        apply={(before, decimals) => editDisplay(before, channelNo, { decimals })}
      />
      <DetailField
        row={row}
        field="rolloverAt"
        value={manual.rolloverAt}
        placeholder="100000"
        hint={config.rolloverHint}
        read={mayBeDecimal}
        apply={(before, rolloverAt) => editDisplay(before, channelNo, { rolloverAt })}
      />
    </>
  );
}

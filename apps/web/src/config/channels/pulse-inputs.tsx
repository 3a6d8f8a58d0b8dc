/** What the inputs of a pulse counter count: unit, weight of a pulse, start, most in an hour. */

import type { MeterConfig, ProfileInfo } from "@mega/contract";
import { ChoiceField, SwitchField } from "../../form/choice-field.tsx";
import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { type DraftRow, meterOf, patched } from "../draft/document.ts";
import { editMeter } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { mayBeDecimal, type Read, readRatio } from "../draft/rules.ts";
import { dropSlips, edit, textAt, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

type Inputs = NonNullable<MeterConfig["inputs"]>;
type PulseInput = Inputs[string];

interface PulseInputsProps {
  readonly row: DraftRow;
  readonly profile: ProfileInfo | undefined;
}

const units = ["m3", "kWh", "GJ"] as const;
const media = ["water", "hotWater", "gas", "electricity", "heat", "cold"] as const;

/** A group of fields for every pulse input of the kind; nothing for other kinds. */
export function PulseInputs({ row, profile }: PulseInputsProps) {
  const pulses = (profile?.counters ?? []).filter((id) => id.startsWith("pulse"));
  const said = messageAt(rowKey(row.channelNo, "inputs"));
  if (pulses.length === 0) return null;
  return (
    <div class="pulses">
      {said === undefined ? null : <p class="err small">{said}</p>}
      {pulses.map((id) => (
        <PulseFields key={id} row={row} id={id} input={row.meter?.inputs?.[id]} />
      ))}
    </div>
  );
}

interface PulseFieldsProps {
  readonly row: DraftRow;
  readonly id: string;
  readonly input: PulseInput | undefined;
}

function PulseFields({ row, id, input }: PulseFieldsProps) {
  const { config, states } = allWords.value;
  const { channelNo } = row;
  const prefix = `ch${channelNo}-${id}`;
  const change = (part: { readonly [K in keyof PulseInput]?: PulseInput[K] | undefined }) =>
    edit((before) => withInput(before, channelNo, id, part));
  return (
    <fieldset class="line-fields">
      <legend class="label">{config.input(id.replace("pulse", ""))}</legend>
      <SwitchField
        label={config.inputUsed}
        checked={input !== undefined}
        onCheck={(on) => {
          dropSlips(`/row/${channelNo}/inputs/${id}/`);
          if (on)
            change({ unit: "m3", weight: { numerator: 1, denominator: 100 }, medium: "water" });
          else edit((before) => withoutInput(before, channelNo, id));
        }}
      />
      {input === undefined ? null : (
        <div class="detf">
          <ChoiceField
            id={`${prefix}-unit`}
            label={config.fields.unit}
            value={input.unit}
            options={units.map((unit) => [unit, unit.replace("m3", "m³")])}
            onChoose={(value) => change({ unit: units.find((one) => one === value) ?? "m3" })}
          />
          <PulseText
            row={row}
            id={id}
            field="weight"
            label={config.pulseWeight}
            hint={config.pulseWeightHint}
            value={`${input.weight.numerator}/${input.weight.denominator}`}
            read={readRatio}
            part={(weight) => ({ weight })}
          />
          <PulseText
            row={row}
            id={id}
            field="start"
            label={config.pulseStart}
            value={input.start ?? ""}
            read={mayBeDecimal}
            part={(start) => ({ start })}
          />
          <PulseText
            row={row}
            id={id}
            field="ratedMaximumPerHour"
            label={config.fields.ratedMaximumPerHour}
            value={input.ratedMaximumPerHour ?? ""}
            read={mayBeDecimal}
            part={(ratedMaximumPerHour) => ({ ratedMaximumPerHour })}
          />
          <ChoiceField
            id={`${prefix}-medium`}
            label={config.fields.medium}
            value={input.medium ?? ""}
            options={[
              ["", config.byMeter],
              ...media.map((one) => [one, states.media[one]] as const),
            ]}
            onChoose={(value) => change({ medium: media.find((one) => one === value) })}
          />
        </div>
      )}
    </fieldset>
  );
}

function PulseText<T>(props: {
  readonly row: DraftRow;
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly read: (text: string) => Read<T>;
  readonly part: (value: T) => { readonly [K in keyof PulseInput]?: PulseInput[K] | undefined };
}) {
  const { row, id, field, label, value, hint, read, part } = props;
  const key = `/row/${row.channelNo}/inputs/${id}/${field}`;
  return (
    <TextField
      id={`ch${row.channelNo}-${id}-${field}`}
      label={label}
      hint={hint}
      shown={textAt(key, value)}
      message={messageAt(key)}
      onTyped={(text) =>
        typed(key, text, read, (before, found) => withInput(before, row.channelNo, id, part(found)))
      }
    />
  );
}

function withInput(
  before: Parameters<typeof editMeter>[0],
  channelNo: number,
  id: string,
  part: { readonly [K in keyof PulseInput]?: PulseInput[K] | undefined },
) {
  const inputs = meterOf(before, channelNo)?.inputs ?? {};
  const usual: PulseInput = { unit: "m3", weight: { numerator: 1, denominator: 1 } };
  const input = patched<PulseInput>(inputs[id] ?? usual, part);
  return editMeter(before, channelNo, { inputs: { ...inputs, [id]: input } });
}

function withoutInput(before: Parameters<typeof editMeter>[0], channelNo: number, id: string) {
  const { [id]: _gone, ...left } = meterOf(before, channelNo)?.inputs ?? {};
  const inputs = Object.keys(left).length === 0 ? undefined : left;
  return editMeter(before, channelNo, { inputs });
}

/** Choices about the meter: which counters the channel shows, what is metered, in which unit. */

import type { ProfileInfo } from "@mega/contract";
import { ChoiceField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { editChannel, editMeter } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

interface MeterChoicesProps {
  readonly row: DraftRow;
  readonly profile: ProfileInfo | undefined;
}

const media = ["electricity", "heat", "cold", "water", "hotWater", "gas"] as const;
const energyUnits = ["Wh", "kWh", "MWh", "MJ", "GJ"] as const;

/** The choices. */
export function MeterChoices({ row, profile }: MeterChoicesProps) {
  const { config, states } = allWords.value;
  const { channelNo, channel, meter } = row;
  const counters = (profile?.counters ?? []).map((id) => [id, counterWord(id)] as const);
  return (
    <>
      <ChoiceField
        id={`ch${channelNo}-counter1`}
        label={config.fields.counter1}
        value={channel?.counter1 ?? ""}
        options={[["", config.usual], ...counters]}
        message={messageAt(rowKey(channelNo, "counter1"))}
        onChoose={(id) =>
          edit((before) => editChannel(before, channelNo, { counter1: id || undefined }))
        }
      />
      <ChoiceField
        id={`ch${channelNo}-counter2`}
        label={config.fields.counter2}
        value={channel?.counter2 ?? ""}
        options={[["", config.usual], ["none", config.none], ...counters]}
        message={messageAt(rowKey(channelNo, "counter2"))}
        onChoose={(id) =>
          edit((before) => editChannel(before, channelNo, { counter2: id || undefined }))
        }
      />
      {profile?.medium === "electricity" || profile?.kind === "manual" ? null : (
        <ChoiceField
          id={`ch${channelNo}-medium`}
          label={config.fields.medium}
          value={meter?.medium ?? ""}
          options={[["", config.byMeter], ...media.map((one) => [one, states.media[one]] as const)]}
          message={messageAt(rowKey(channelNo, "medium"))}
          onChoose={(value) => {
            const medium = media.find((one) => one === value);
            edit((before) => editMeter(before, channelNo, { medium }));
          }}
        />
      )}
      {profile?.medium === "heat" && profile.kind === "modbus" ? (
        <ChoiceField
          id={`ch${channelNo}-energy`}
          label={config.fields.energyUnit}
          value={meter?.energyUnit ?? ""}
          options={[["", config.byMeter], ...energyUnits.map((unit) => [unit, unit] as const)]}
          message={messageAt(rowKey(channelNo, "energyUnit"))}
          onChoose={(value) => {
            const energyUnit = energyUnits.find((one) => one === value);
            edit((before) => editMeter(before, channelNo, { energyUnit }));
          }}
        />
      ) : null}
    </>
  );
}

/** A counter by its word, where it has one. */
function counterWord(id: string): string {
  const names: Readonly<Record<string, string>> = allWords.value.states.counterIds;
  return names[id] ?? id;
}

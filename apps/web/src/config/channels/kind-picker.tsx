/** The kind of meter: the leaflet's names first, every profile behind them, or not used. */

import type { ProfileInfo } from "@mega/contract";
import { computed } from "@preact/signals";
import { type Choice, SearchPicker } from "../../form/search-picker.tsx";
import { allWords } from "../../state/all-words.ts";
import { meterName } from "../../table/meter-name.ts";
import type { DraftRow } from "../draft/document.ts";
import { chooseKind, setUnused } from "../draft/edit-row.ts";
import { kindChoices, kindName } from "../draft/kinds.ts";
import { KIND_OPEN } from "../draft/place-found.ts";
import { dropSlips, edit, editGround, profiles } from "../state/config-state.ts";

const known = computed(() => kindChoices(profiles.value, nameOf));

function nameOf(profile: ProfileInfo): string {
  return profile.kind === "manual" ? typedName(profile) : meterName(profile, allWords.value);
}

/** "Sans bus : Électricité, injection": what is metered, and of electricity which way. */
function typedName({ medium, counters }: ProfileInfo): string {
  const { config, states } = allWords.value;
  const ids: Readonly<Record<string, string>> = states.counterIds;
  const ways = medium === "electricity" ? counters.map((id) => ids[id] ?? id) : [];
  const what = medium === null ? [] : [states.media[medium]];
  return config.withoutBus([...what, ...ways].join(", "));
}

/** The button with its list. */
export function KindPicker({ row }: { readonly row: DraftRow }) {
  const { config } = allWords.value;
  const { channelNo, meter } = row;
  const name = `${config.fields.profile} CH${channelNo}`;
  return (
    <div class="field c-kind">
      <span class="label">{config.fields.profile}</span>
      <SearchPicker
        id={`ch${channelNo}-kind`}
        name={name}
        shown={shownKind(meter?.profile)}
        value={meter?.profile ?? ""}
        choices={choices}
        onPick={(profileId) => pick(channelNo, profileId)}
      />
    </div>
  );
}

function shownKind(profileId: string | undefined): string {
  const { config } = allWords.value;
  if (profileId === undefined) return config.unused;
  return profileId === KIND_OPEN ? config.choose : kindName(known.value, profileId);
}

function choices(): readonly Choice[] {
  const { config } = allWords.value;
  return [
    { value: "", text: config.unused, found: config.unused.toLowerCase() },
    ...known.value.map(({ profileId, name, maker, found }) => ({
      value: profileId,
      text: name,
      found,
      ...(maker === null ? {} : { more: maker }),
    })),
  ];
}

function pick(channelNo: number, profileId: string): void {
  // Fields that another kind does not have must not keep the page from being saved.
  for (const field of [
    "address",
    "mac",
    "token",
    "deviceChannel",
    "topic",
    "pointer",
    "decimals",
    "rolloverAt",
  ])
    dropSlips(`/row/${channelNo}/${field}`);
  const profile = profiles.value.find((one) => one.profileId === profileId);
  edit((before) =>
    profile === undefined
      ? setUnused(before, channelNo)
      : chooseKind(before, channelNo, profile, editGround()),
  );
}

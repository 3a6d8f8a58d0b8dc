/** The state of a building in words, with the shape and colour that go with them. */

import type { GlanceChannel, PortalBuilding } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { language } from "../../state/session.ts";
import { ownZone, timeText } from "../parts/time-text.ts";
import { fleetWords } from "../state/words.ts";
import { type BuildingState, buildingState } from "./building-state.ts";

const looks: Readonly<Record<BuildingState["kind"], string>> = {
  restore: "st--warn",
  silent: "st--bad",
  "silent-some": "st--bad",
  channels: "st--warn",
  new: "st--off",
  empty: "st--off",
  fine: "st--ok",
};

/** The state, and below it what is wrong with which channel. */
export function StateText({ building }: { readonly building: PortalBuilding }) {
  const state = buildingState(building);
  const zone = building.glance?.timeZone ?? ownZone;
  return (
    <>
      <span class={`st ${looks[state.kind]}`}>{textOf(state, zone)}</span>
      <Why building={building} state={state} />
    </>
  );
}

function textOf(state: BuildingState, zone: string): string {
  const { states } = fleetWords.value;
  const count = (value: number) => formatCount(value, language.value);
  switch (state.kind) {
    case "silent":
      return states.silentSince(timeText(state.since, zone));
    case "silent-some":
      return states.silentSome(count(state.silent), count(state.all));
    case "channels":
      return states.channels(count(state.count));
    default:
      return states[state.kind];
  }
}

function Why(props: { readonly building: PortalBuilding; readonly state: BuildingState }) {
  const { building, state } = props;
  const { enrolHint } = fleetWords.value;
  if (state.kind === "empty") return <span class="why">{enrolHint}</span>;
  const named = building.glance?.named ?? [];
  if (named.length === 0) return null;
  const left = (building.glance?.troubled ?? 0) - named.length;
  return (
    <span class="why">
      {named.map(troubleText).join(", ")}
      {left > 0 ? ` +${formatCount(left, language.value)}` : ""}
    </span>
  );
}

function troubleText({ channelNo, trouble }: GlanceChannel): string {
  const { troubles } = fleetWords.value;
  return trouble === null ? "" : troubles[trouble.kind](`CH${channelNo}`);
}

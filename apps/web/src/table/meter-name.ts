/**
 * How a meter is called. A maker's name is the same in every language; what stands behind a P1 port,
 * sends over MQTT or is read by a person has no maker's name and is called by its medium. Pure.
 */

import type { MeterFacts } from "@mega/contract";
import type { Medium } from "@mega/domain";
import type { FirstWords } from "@mega/locale";

/** The last word of a profile's name and the medium it stands for. */
const mediumWords: Readonly<Record<string, Medium>> = {
  gas: "gas",
  water: "water",
  heat: "heat",
  cold: "cold",
  hot: "hotWater",
  electricity: "electricity",
  energy: "electricity",
  injection: "electricity",
};

/** Profiles that no maker named: how they count, then what. */
const nameless = /^(p1|mqtt|mqtt-wmbus|mqtt-z2m|manual)(?:-([a-z]+)(?:-(?:both|water))?)?$/;

/** "Gas, P1", "MQTT, Wasser"; the maker's name where there is one. */
export function meterName(
  { profileId, model }: Pick<MeterFacts, "profileId" | "model">,
  { states }: FirstWords,
): string {
  const [, way = "", word] = nameless.exec(profileId) ?? [];
  const medium = word === undefined ? undefined : mediumWords[word];
  if (way === "" || (word !== undefined && medium === undefined)) return model;
  const source = sourceOf(way, states.marks.person);
  return medium === undefined ? source : `${states.media[medium]}, ${source}`;
}

function sourceOf(way: string, byPerson: string): string {
  if (way === "p1") return "P1";
  if (way === "mqtt") return "MQTT";
  if (way === "manual") return byPerson;
  return way === "mqtt-wmbus" ? "wmbusmeters" : "Zigbee2MQTT";
}

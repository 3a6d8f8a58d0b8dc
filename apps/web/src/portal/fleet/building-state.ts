/** How a building is at a glance, which one comes first, and which are shown. Pure. */

import type { PortalBuilding } from "@mega/contract";

/** What most needs a look. */
export type BuildingState =
  | { readonly kind: "restore" }
  | { readonly kind: "silent"; readonly since: string }
  | { readonly kind: "silent-some"; readonly silent: number; readonly all: number }
  | { readonly kind: "channels"; readonly count: number }
  | { readonly kind: "new" }
  | { readonly kind: "empty" }
  | { readonly kind: "fine" };

/** Which buildings are shown. */
export type FleetFilter = "all" | "look" | "silent";

/** From the most pressing to the least. */
const order: readonly BuildingState["kind"][] = [
  "restore",
  "silent",
  "silent-some",
  "channels",
  "new",
  "empty",
  "fine",
];
const pressing: ReadonlySet<BuildingState["kind"]> = new Set(order.slice(0, 4));
const noNews: ReadonlySet<BuildingState["kind"]> = new Set(["silent", "silent-some"]);

/** The state of a building. */
export function buildingState(building: PortalBuilding): BuildingState {
  const { gateways, silentGateways, silentSince, lastUploadAt, waitingRestores } = building;
  if (gateways === 0) return { kind: "empty" };
  if (waitingRestores > 0) return { kind: "restore" };
  if (lastUploadAt === null) return { kind: "new" };
  if (silentGateways === gateways && silentSince !== null) {
    return { kind: "silent", since: silentSince };
  }
  if (silentGateways > 0) return { kind: "silent-some", silent: silentGateways, all: gateways };
  const troubled = building.glance?.troubled ?? 0;
  return troubled > 0 ? { kind: "channels", count: troubled } : { kind: "fine" };
}

/** Whether somebody should look. */
export function isPressing(building: PortalBuilding): boolean {
  return pressing.has(buildingState(building).kind);
}

/** Whether a building, or a part of it, is not heard of. */
export function hasNoNews(building: PortalBuilding): boolean {
  return noNews.has(buildingState(building).kind);
}

/** The most pressing first, then by how much, then by name. */
export function byPressure(
  buildings: readonly PortalBuilding[],
  language: string,
): readonly PortalBuilding[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...buildings].sort(
    (a, b) =>
      order.indexOf(buildingState(a).kind) - order.indexOf(buildingState(b).kind) ||
      (b.glance?.troubled ?? 0) - (a.glance?.troubled ?? 0) ||
      compare(a.name, b.name) ||
      a.buildingId - b.buildingId,
  );
}

/** Those that are looked for: every word stands somewhere in the name, whatever its accents. */
export function shownBuildings(
  buildings: readonly PortalBuilding[],
  { search, filter }: { readonly search: string; readonly filter: FleetFilter },
): readonly PortalBuilding[] {
  const words = plain(search).split(/\s+/);
  return buildings.filter((building) => {
    if (filter === "look" && !isPressing(building)) return false;
    if (filter === "silent" && !hasNoNews(building)) return false;
    const name = plain(building.name);
    return words.every((word) => name.includes(word));
  });
}

/** Small letters without accents, as people search. */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Of how many gateways and channels how many are in order, over all buildings. */
export function fleetSums(buildings: readonly PortalBuilding[]) {
  let [gateways, heard, channels, fine, waiting] = [0, 0, 0, 0, 0];
  let next: { readonly at: string; readonly building: PortalBuilding } | null = null;
  for (const building of buildings) {
    const { glance } = building;
    gateways += building.gateways;
    heard += building.gateways - building.silentGateways;
    waiting += building.waitingRestores;
    channels += glance?.channels ?? 0;
    fine += (glance?.channels ?? 0) - (glance?.troubled ?? 0);
    const at = glance?.nextReportAt ?? null;
    if (at !== null && (next === null || at < next.at)) next = { at, building };
  }
  return { gateways, heard, channels, fine, waiting, next };
}

/** What the pages of many buildings ask. */

import type { BuildingList, PortalBuilding } from "@mega/contract";
import { ask, query } from "../../api/request.ts";

/** The most that one answer holds; the same as the contract's. */
const PAGE_LENGTH = 1000;
/** Nobody looks through more on a page. */
const PAGES_MAX = 20;

/** All buildings that one may see, page by page. */
export async function fetchBuildings(): Promise<readonly PortalBuilding[]> {
  const found: PortalBuilding[] = [];
  for (let page = 0; page < PAGES_MAX; page++) {
    const after = found.at(-1)?.buildingId;
    const { buildings } = await buildingsAfter(after);
    found.push(...buildings);
    if (buildings.length < PAGE_LENGTH) break;
  }
  return found;
}

/** One building; undefined where it is none of one's own. */
export async function fetchBuilding(buildingId: number): Promise<PortalBuilding | undefined> {
  const { buildings } = await buildingsAfter(buildingId - 1);
  return buildings.find((building) => building.buildingId === buildingId);
}

function buildingsAfter(after: number | undefined): Promise<BuildingList> {
  return ask<BuildingList>(`/buildings${query({ after: after ? String(after) : undefined })}`);
}

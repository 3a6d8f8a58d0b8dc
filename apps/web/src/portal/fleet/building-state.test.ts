import type { PortalBuilding } from "@mega/contract";
import { expect, test } from "vitest";
import {
  buildingState,
  byPressure,
  fleetSums,
  isPressing,
  shownBuildings,
} from "./building-state.ts";

const glance = {
  hours: "a".repeat(24),
  hoursFrom: "2026-05-01T09:00:00.000Z",
  lastReadingAt: "2026-05-02T08:02:01.000Z",
  nextReportAt: "2026-06-01T06:00:00.000Z",
  timeZone: "Europe/Brussels",
  channels: 10,
  troubled: 0,
  named: [],
};
let no = 0;
const made = (name: string, more: Partial<PortalBuilding> = {}): PortalBuilding => ({
  buildingId: ++no,
  name,
  role: "manager",
  gateways: 1,
  silentGateways: 0,
  lastUploadAt: "2026-05-02T08:05:00.000Z",
  silentSince: null,
  waitingRestores: 0,
  glance,
  ...more,
});
const troubled = (count: number) => ({ glance: { ...glance, troubled: count } });
const silent = { silentGateways: 1, silentSince: "2026-05-01T06:02:00.000Z" };

test("the state of a building is what most needs a look", () => {
  const kind = (more: Partial<PortalBuilding>) => buildingState(made("A", more)).kind;
  expect(kind({})).toBe("fine");
  expect(kind(troubled(2))).toBe("channels");
  expect(kind({ ...silent, ...troubled(2) })).toBe("silent");
  expect(kind({ ...silent, gateways: 2 })).toBe("silent-some");
  expect(kind({ ...silent, waitingRestores: 1 })).toBe("restore");
  expect(kind({ gateways: 0, lastUploadAt: null, glance: null })).toBe("empty");
  expect(kind({ silentGateways: 1, lastUploadAt: null, glance: null })).toBe("new");
});

test("the most pressing stand first, equals by name as people count", () => {
  const list = [
    made("Rue 10"),
    made("Rue 9"),
    made("Few", troubled(1)),
    made("Many", troubled(4)),
    made("Gone", silent),
    made("Empty", { gateways: 0 }),
    made("Asked", { waitingRestores: 1 }),
  ];
  expect(byPressure(list, "fr").map(({ name }) => name)).toEqual([
    "Asked",
    "Gone",
    "Many",
    "Few",
    "Empty",
    "Rue 9",
    "Rue 10",
  ]);
  expect(list.filter(isPressing)).toHaveLength(4);
});

test("every word that is searched stands in the name, whatever its accents and capitals", () => {
  const list = [made("Résidence L’Été"), made("Residentie Zee", silent)];
  const names = (search: string, filter: "all" | "look" | "silent" = "all") =>
    shownBuildings(list, { search, filter }).map(({ name }) => name);
  expect(names("ete RESID")).toEqual(["Résidence L’Été"]);
  expect(names("")).toHaveLength(2);
  expect(names("", "silent")).toEqual(["Residentie Zee"]);
  expect(names("ete", "look")).toEqual([]);
});

test("sums leave out what is not known, and name the next report", () => {
  const sooner = { ...glance, nextReportAt: "2026-05-29T06:00:00.000Z" };
  const sums = fleetSums([
    made("A", troubled(3)),
    made("B", { glance: sooner }),
    made("C", { ...silent, glance: null }),
  ]);
  expect(sums).toMatchObject({ gateways: 3, heard: 2, channels: 20, fine: 17, waiting: 0 });
  expect(sums.next?.building.name).toBe("B");
  expect(fleetSums([])).toMatchObject({ gateways: 0, next: null });
});

test("five hundred buildings are sorted and searched within a moment", () => {
  const many = Array.from({ length: 500 }, (_, at) => made(`Rue ${at}`, troubled(at % 3)));
  const found = shownBuildings(byPressure(many, "de"), { search: "rue 49", filter: "look" });
  expect(found.length).toBe(
    many.filter(({ name, glance: at }) => name.includes("49") && at?.troubled).length,
  );
});

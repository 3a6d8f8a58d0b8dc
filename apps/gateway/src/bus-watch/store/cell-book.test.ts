import { expect, test } from "vitest";
import { openGatewayDatabase } from "../../store/gateway-database.ts";
import { CELL_MS, type CellShare, LATENCY_CLASSES, noCounts } from "../recorder/tally.ts";
import { CellBook, DAY_MS } from "./cell-book.ts";
import { CellStore } from "./cell-store.ts";

const nowMs = Date.UTC(2026, 4, 2, 16, 7);
const runningMs = Math.floor(nowMs / CELL_MS) * CELL_MS;

function share(startMs: number, answered: number): CellShare {
  const latencies = new Array<number>(LATENCY_CLASSES).fill(0);
  latencies[3] = answered;
  const counts = { ...noCounts(), answered, timeouts: 1 };
  return { startMs, busyMs: 100, units: [{ unit: 4, counts, latencies }] };
}

test("shares of one cell are added up, and the running cell stands last of 96", () => {
  const book = new CellBook();
  book.add("a", [share(runningMs, 2), share(runningMs - DAY_MS + CELL_MS, 1)]);
  book.add("a", [share(runningMs, 3)]);
  const day = book.day("a", nowMs);
  expect(day.length).toBe(96);
  expect(day[0]?.units.get(4)?.counts.answered).toBe(1);
  expect(day[95]?.units.get(4)?.counts).toMatchObject({ answered: 5, timeouts: 2 });
  expect(day[95]?.units.get(4)?.latencies[3]).toBe(5);
  expect(day[95]?.busyMs).toBe(200);
  expect(book.day("b", nowMs).every((cell) => cell === undefined)).toBe(true);
});

test("a restart keeps the day, and what is older is gone from the disk", () => {
  const database = openGatewayDatabase(":memory:");
  const store = new CellStore(database);
  const book = new CellBook();
  book.add("a", [share(runningMs, 2), share(runningMs - 2 * DAY_MS, 9)]);
  store.save(book, nowMs);
  book.add("a", [share(runningMs, 1)]);
  store.save(book, nowMs);
  const again = new CellBook();
  store.load(again, nowMs);
  expect(again.day("a", nowMs)).toEqual(book.day("a", nowMs));
  expect(database.db.prepare("SELECT count(*) AS n FROM bus_cell").get()).toEqual({ n: 1 });
  database.close();
});

test("cells older than a day are forgotten", () => {
  const book = new CellBook();
  book.add("a", [share(runningMs, 2)]);
  book.forgetOld(nowMs + DAY_MS + 2 * CELL_MS);
  expect(book.day("a", nowMs).every((cell) => cell === undefined)).toBe(true);
});

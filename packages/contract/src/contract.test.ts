import { readFileSync } from "node:fs";
import type { MissingReason, QuarantineReason } from "@mega/domain";
import { errorCodes } from "@mega/domain";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import {
  adviceOf,
  CounterCell,
  CsvQuery,
  exportUnits,
  Instant,
  NewPeriodRequest,
  operations,
  problemCodes,
  problemType,
  type Reason,
  Unit,
} from "./index.ts";

test("the routes name each method and path once", () => {
  const places = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

test("a path with a parameter has a schema for it, and none other has", () => {
  for (const operation of Object.values(operations)) {
    expect("params" in operation).toBe(operation.path.includes(":"));
  }
});

test("every operation has an answer in JSON or names its media type", () => {
  for (const operation of Object.values(operations)) {
    expect("answer" in operation || "mediaType" in operation).toBe(true);
  }
});

test("every reason of the domain is a reason of the contract and has advice", () => {
  const missing: Record<MissingReason, Reason> = {
    timeout: "timeout",
    "bad-crc": "bad-crc",
    "wrong-reply": "wrong-reply",
    exception: "exception",
    "bus-down": "bus-down",
    "not-available": "not-available",
    "no-message": "no-message",
    "stale-message": "stale-message",
    "bad-payload": "bad-payload",
    "serial-changed": "serial-changed",
    "not-polled": "not-polled",
  };
  const quarantined: Record<QuarantineReason, Reason> = {
    fell: "fell",
    "rose-beyond-rating": "rose-beyond-rating",
    "serial-changed": "serial-changed",
    sentinel: "sentinel",
    "possible-rollover": "possible-rollover",
  };
  for (const reason of [...Object.values(missing), ...Object.values(quarantined)]) {
    expect(adviceOf(reason)).toMatch(/^(check-|wait)/);
  }
  expect(adviceOf("timeout")).not.toBe(adviceOf("bad-crc"));
});

test("every code of the domain may stand in an answer", () => {
  expect(problemCodes).toEqual([...Object.keys(errorCodes), "INTERNAL"]);
});

test("the type of a problem names its code and promises no address", () => {
  expect(problemType("LEDGER_STORAGE_FAILED")).toBe("urn:mega:problem:ledger-storage-failed");
  expect(new Set(problemCodes.map(problemType)).size).toBe(problemCodes.length);
});

test("a figure is a decimal text, and a missing one is null", () => {
  const cell = {
    month: "2026-05",
    index: "9634.865",
    indexMark: null,
    consumption: null,
    consumptionMark: null,
    opening: null,
    closed: false,
    revision: null,
  };
  expect(Value.Check(CounterCell, cell)).toBe(true);
  expect(Value.Check(CounterCell, { ...cell, index: 9634.865 })).toBe(false);
  expect(Value.Check(CounterCell, { ...cell, index: "9 634,865" })).toBe(false);
  expect(Value.Check(CounterCell, { ...cell, month: "2026-13" })).toBe(false);
});

test("a new period is refused without the channel number or with a foreign index", () => {
  const request = { effectiveAt: null, index: { kind: "read" }, confirmChannelNo: 2 };
  expect(Value.Check(NewPeriodRequest, request)).toBe(true);
  expect(Value.Check(NewPeriodRequest, { ...request, confirmChannelNo: undefined })).toBe(false);
  expect(Value.Check(NewPeriodRequest, { ...request, index: { kind: "guess" } })).toBe(false);
  const person = { kind: "person", values: [{ counterNo: 1, index: "12.5" }] };
  expect(Value.Check(NewPeriodRequest, { ...request, index: person })).toBe(true);
  expect(Value.Check(NewPeriodRequest, { ...request, effectiveAt: "2026-05-02" })).toBe(false);
});

test("instants of answers are in UTC", () => {
  expect(Value.Check(Instant, "2026-05-02T16:03:11Z")).toBe(true);
  expect(Value.Check(Instant, "2026-05-02T18:03:11+02:00")).toBe(false);
});

test("a CSV query takes known columns and channels only", () => {
  expect(Value.Check(CsvQuery, { columns: "name,diff1", channels: "1,16", shape: "wide" })).toBe(
    true,
  );
  expect(Value.Check(CsvQuery, { columns: "password" })).toBe(false);
  expect(Value.Check(CsvQuery, { channels: "1,,2" })).toBe(false);
});

test("every unit has its notations", () => {
  expect(Object.keys(exportUnits)).toEqual(Unit.enum);
});

test("no source of the contract imports from the platform", () => {
  const index = readFileSync(new URL("./index.ts", import.meta.url), "utf8");
  for (const [, file] of index.matchAll(/"\.\/([^"]+)"/g)) {
    const text = readFileSync(new URL(`./${file}`, import.meta.url), "utf8");
    expect(text).not.toMatch(/from "node:/);
  }
});

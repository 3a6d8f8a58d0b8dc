/**
 * A small table written by hand, for tests: the doubled hour of October, names that break careless
 * files, a meter that never answered, a channel that is not used.
 */

import type { CounterCell, CountersTable } from "@mega/contract";

const nothing: Omit<CounterCell, "month"> = {
  index: null,
  indexMark: null,
  consumption: null,
  consumptionMark: null,
  opening: null,
  closed: false,
  revision: null,
};

/** Two months, five channels. */
export const sampleTable: CountersTable = {
  generatedAt: "2026-10-25T01:40:00.000Z",
  timeZone: "Europe/Brussels",
  gateway: {
    model: "MEGA16",
    mac: "02:00:00:00:00:16",
    location: "Résidence Les Tilleuls",
    demo: false,
    version: "0.1.0",
  },
  clock: { state: "S", nowAt: "2026-10-25T01:40:00.000Z" },
  months: [
    { month: "2026-10", provisional: true },
    { month: "2026-09", provisional: false },
  ],
  rows: [
    {
      channelNo: 1,
      name: "Apartment 1",
      used: true,
      inTotals: true,
      unitKind: "Wh+",
      medium: "electricity",
      meter: {
        meterId: "flat-1",
        profileId: "sample-meter",
        model: "Sample S1",
        address: "bus main, address 1",
        serialNumber: "0012",
        profileStatus: "verified",
      },
      // The first 02:30 of the night in which the hour comes twice.
      logTime: "2026-10-25T00:30:05.250Z",
      state: "ok",
      problem: null,
      firstInit: "2025-01-31T23:00:00.000Z",
      counters: [
        {
          counterNo: 1,
          counterId: "import",
          unit: "kWh",
          decimals: 3,
          latest: { index: "12345.678", takenAt: "2026-10-25T00:30:05.250Z" },
          cells: [
            {
              ...nothing,
              month: "2026-10",
              index: "12345.678",
              consumption: "145.678",
              opening: "12200.000",
            },
            {
              ...nothing,
              month: "2026-09",
              index: "12200.000",
              indexMark: "I",
              consumption: "200.500",
              consumptionMark: "I",
              opening: "11999.500",
              closed: true,
              revision: 2,
            },
          ],
        },
        {
          counterNo: 2,
          counterId: "export",
          unit: "kWh",
          decimals: 3,
          latest: { index: "0.000", takenAt: "2026-10-25T00:30:05.250Z" },
          cells: [
            {
              ...nothing,
              month: "2026-10",
              index: "0.000",
              consumption: "0.000",
              opening: "0.000",
            },
            {
              ...nothing,
              month: "2026-09",
              index: "0.000",
              consumption: "0.000",
              opening: "0.000",
              closed: true,
              revision: 2,
            },
          ],
        },
      ],
    },
    {
      channelNo: 2,
      name: '=1+1; "court"',
      used: true,
      inTotals: true,
      unitKind: "water",
      medium: "water",
      meter: {
        meterId: "flat-2",
        profileId: "sample-water",
        model: "Sample, W2",
        address: "MQTT 020000000002, channel 1",
        serialNumber: null,
        profileStatus: "documented",
      },
      // The second 02:30 of the same night.
      logTime: "2026-10-25T01:30:05.000Z",
      state: "quarantined",
      problem: { reason: "fell", since: "2026-10-20T00:02:00.000Z" },
      firstInit: "2026-09-15T08:00:00.000Z",
      counters: [
        {
          counterNo: 1,
          counterId: "volume",
          unit: "m3",
          decimals: 2,
          latest: { index: "81.05", takenAt: "2026-10-25T01:30:05.000Z" },
          cells: [
            {
              ...nothing,
              month: "2026-10",
              index: "81.05",
              indexMark: "Q",
              consumption: "1.05",
              consumptionMark: "Q",
              opening: "80.00",
            },
            {
              ...nothing,
              month: "2026-09",
              index: "80.00",
              indexMark: "E",
              consumption: "3.00",
              consumptionMark: "S",
              opening: "77.00",
              closed: true,
              revision: 1,
            },
          ],
        },
      ],
    },
    {
      channelNo: 3,
      name: "@boiler",
      used: true,
      inTotals: true,
      unitKind: "heat",
      medium: "heat",
      meter: {
        meterId: "boiler",
        profileId: "sample-heat",
        model: "Sample H3",
        address: "bus main, address 3",
        serialNumber: "-77",
        profileStatus: "generic",
      },
      logTime: null,
      state: "never",
      problem: { reason: "timeout", since: "2026-10-25T01:02:00.000Z" },
      firstInit: null,
      counters: [
        {
          counterNo: 1,
          counterId: "energy",
          unit: "GJ",
          decimals: 3,
          latest: null,
          cells: [
            { ...nothing, month: "2026-10" },
            { ...nothing, month: "2026-09" },
          ],
        },
      ],
    },
    {
      channelNo: 4,
      name: "",
      used: false,
      inTotals: true,
      unitKind: "Wh+",
      medium: null,
      meter: null,
      logTime: null,
      state: "unused",
      problem: null,
      firstInit: null,
      counters: [],
    },
  ],
  totals: [],
  head: { seq: 42, hash: "ab".repeat(32) },
};

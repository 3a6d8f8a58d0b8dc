/**
 * A building with tenants who come, go and stay behind the real guard. Every reading of every meter
 * has digits of its own, so that one that is seen where it should not be is known at once.
 */

import { csrfOf } from "@mega/access";
import type { ExchangeRequest } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { recordExchange } from "../../../api/exchanges.ts";
import { PeriodStarter } from "../../../api/new-period.ts";
import { type ApiRig, makeApiRig } from "../../../api/testing/api-rig.ts";
import { gatewayCounters } from "../../../counters/gateway-counters.ts";
import { ChannelTurns } from "../../../periods/channel-turns.ts";
import { accessGuard } from "../../guard.ts";
import type { Grant } from "../../principal.ts";

const HOUR_MS = 3_600_000;

const config = `
version: 1
building: { name: Rue des Canaris 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters:
  - { id: one, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: two, profile: eastron-sdm630, bus: main, address: 2 }
  - { id: three, profile: eastron-sdm630, bus: main, address: 3 }
  - { id: four, profile: eastron-sdm630, bus: main, address: 4 }
  - { id: five, profile: eastron-sdm630, bus: main, address: 5 }
channels:
  - { no: 1, name: canary-one, meter: one, counter2: none }
  - { no: 2, name: canary-two, meter: two, counter2: none }
  - { no: 3, name: canary-three, meter: three, counter2: none }
  - { no: 4, name: canary-four, meter: four, counter2: none }
  - { no: 5, name: canary-five, meter: five, counter2: none }
  - { no: 6, name: canary-six, meter: one, counter2: none }
`;

/** 15 January 2026, 06:02 in Brussels: the first round. */
export const firstMs = Date.UTC(2026, 0, 15, 5, 2);
/** 12 May 2026, 01:02 in Brussels: the newest round. */
export const lastMs = Date.UTC(2026, 4, 11, 23, 2);
/** When the flat of channel 1 changes hands, by a new period. */
export const changeMs = Date.UTC(2026, 2, 10, 10, 30);
/** When the stays behind channel 4 change, without a new period. */
export const handoverMs = Date.UTC(2026, 3, 7, 10, 15);

const meterIds = ["one", "two", "three", "four", "five"] as const;
/** The meter behind each channel. */
const meterOf: Readonly<Record<number, (typeof meterIds)[number]>> = {
  1: "one",
  2: "two",
  3: "three",
  4: "four",
  5: "five",
  6: "one",
};

/** A reading whose digits nobody else may see. */
export interface Planted {
  readonly channelNo: number;
  readonly atMs: number;
  /** "11234.567". */
  readonly index: string;
  /** "2026-03-01T05:02:17.000Z". */
  readonly takenAt: string;
}

/** The stays of each tenant. */
export const tenants = {
  anna: [{ channelNo: 1, fromMs: firstMs - HOUR_MS, toMs: changeMs }],
  bert: [{ channelNo: 1, fromMs: changeMs, toMs: null }],
  carl: [
    { channelNo: 2, fromMs: firstMs - HOUR_MS, toMs: null },
    { channelNo: 3, fromMs: firstMs - HOUR_MS, toMs: null },
  ],
  dora: [{ channelNo: 4, fromMs: Date.UTC(2026, 1, 5, 9, 20), toMs: handoverMs }],
  emil: [{ channelNo: 4, fromMs: handoverMs, toMs: null }],
  nora: [],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;
export type TenantName = keyof typeof tenants;

/** The building. */
export interface TenantsBuilding {
  readonly rig: ApiRig;
  readonly planted: readonly Planted[];
  /** Heads of somebody logged in. */
  headers(name: TenantName | "owner"): Readonly<Record<string, string>>;
}

/** Four rounds a day from January to May, a new period, a fall and a meter exchange. */
export async function tenantsBuilding(): Promise<TenantsBuilding> {
  const rig = await makeApiRig(config, firstMs - 60_000, accessGuard);
  const planted = await history(rig);
  // An instant at which nothing was read: answers say when they were made.
  await rig.clock.advanceTo(lastMs + 20 * 60_000);
  const { access } = rig.context;
  access.presence.markClaimed();
  for (const [at, name] of ["owner", ...Object.keys(tenants)].entries()) {
    const role = name === "owner" ? "owner" : "tenant";
    access.accounts.add({
      accountId: at.toString(16).padStart(32, "0"),
      name: `login-${name}`,
      role,
      language: "fr",
      email: `${name}@canary.example`,
      password: null,
      disabled: false,
      hourly: false,
      createdAtMs: rig.clock.nowMs(),
      lastLoginAtMs: null,
      grants: name === "owner" ? [] : tenants[name as TenantName],
    });
  }
  return {
    rig,
    planted,
    headers: (name) => {
      const account = access.accounts.findByName(`login-${name}`);
      if (account === undefined) throw new Error(`nobody is ${name}`);
      const { word } = access.sessions.begin(account.accountId, "plain");
      return { host: "mega.local", cookie: `mega-plain=${word}`, "mega-csrf": csrfOf(word) };
    },
  };
}

/** The round by which meter four has been exchanged, and the one at which meter one shows less. */
const exchangedMs = Date.UTC(2026, 3, 20, 5, 2);

async function history(rig: ApiRig): Promise<readonly Planted[]> {
  const planted: Planted[] = [];
  rig.serials = Object.fromEntries(meterIds.map((id) => [id, `SN-${id}`]));
  let hasChanged = false;
  let isExchanged = false;
  for (let dueMs = firstMs, round = 0; dueMs <= lastMs; dueMs += 6 * HOUR_MS, round += 1) {
    // The seconds differ from round to round, so that a log time is known by them.
    const atMs = dueMs + ((round * 7919) % 150) * 1000;
    const exchangeNow = !isExchanged && dueMs >= exchangedMs;
    if (exchangeNow) rig.serials["four"] = "SN-four-new";
    rig.displays = Object.fromEntries(
      meterIds.map((id, no) => [id, { import: displayOf(no, round) }]),
    );
    if (dueMs === lastMs) rig.displays["one"] = { import: 7 };
    for (const [channelNo, meterId] of Object.entries(meterOf)) {
      const index = (rig.displays[meterId]?.["import"] ?? 0).toFixed(3);
      planted.push({ channelNo: Number(channelNo), atMs, index, takenAt: toUtcString(atMs) });
    }
    await rig.round(atMs);
    if (exchangeNow) {
      isExchanged = true;
      await exchange(rig, round, atMs);
    }
    if (!hasChanged && dueMs > changeMs) {
      hasChanged = true;
      await newPeriod(rig);
    }
  }
  return planted;
}

/** Five digits that rise by about three a round, and three that no other reading has. */
function displayOf(meterNo: number, round: number): number {
  const decimals = (round * 389 + meterNo * 211) % 1000;
  return (meterNo + 1) * 11_000 + round * 3 + decimals / 1000;
}

async function newPeriod({ context }: ApiRig): Promise<void> {
  const periods = new PeriodStarter(context, gatewayCounters(context), new ChannelTurns());
  const effectiveAt = toUtcString(changeMs);
  const request = { effectiveAt, index: { kind: "interpolated" }, confirmChannelNo: 1 } as const;
  await periods.start(1, request, "machine");
}

async function exchange({ context }: ApiRig, round: number, atMs: number): Promise<void> {
  const last = displayOf(3, round - 1).toFixed(3);
  const next = displayOf(3, round).toFixed(3);
  const request: ExchangeRequest = {
    kind: "exchanged",
    at: toUtcString(atMs - 60_000),
    serialNumber: "SN-four-new",
    counters: [{ counterId: "import", oldEnd: last, newStart: next }],
    why: "worn out",
    confirmChannelNo: 4,
  };
  await recordExchange(context, 4, request, "machine");
}

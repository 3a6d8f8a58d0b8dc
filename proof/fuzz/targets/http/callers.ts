/** Who asks: everybody who is known to a building with tenants, nobody, and those who pretend. */

import type {
  TenantName,
  TenantsBuilding,
} from "../../../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import { tenants } from "../../../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import {
  csrfOf,
  hashOfWord,
  randomId,
  tokenWord,
} from "../../../../packages/access/src/secret-word.ts";
import type { Role } from "../../../../packages/contract/src/roles.ts";
import { scopes } from "../../../../packages/contract/src/roles.ts";
import type { Foreign } from "./judge-answer.ts";

export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly foreign: Foreign;
}

const none: Foreign = () => undefined;
/** Those who are no tenants see every channel. */
const staff: readonly Role[] = ["owner", "manager", "installer", "integrator"];

/** Every kind of caller of the building. */
export function callersOf(building: TenantsBuilding): readonly Caller[] {
  const strangers: Caller[] = [
    { name: "nobody", headers: {}, foreign: foreignTo(building, undefined) },
    {
      name: "pretender",
      headers: { cookie: `mega-plain=${"A".repeat(22)}`, "mega-csrf": "A".repeat(22) },
      foreign: foreignTo(building, undefined),
    },
  ];
  const known = (Object.keys(tenants) as TenantName[]).map((name) => ({
    name,
    headers: building.headers(name),
    foreign: foreignTo(building, name),
  }));
  return [
    ...strangers,
    ...known,
    ...staff.map((role) => staffCaller(building, role)),
    program(building),
  ];
}

function staffCaller({ rig }: TenantsBuilding, role: Role): Caller {
  const { sessions } = rig.context.access;
  const { word, session } = sessions.begin(addAccount(rig, role), "plain");
  // A password typed a moment ago opens what asks for one that is recent.
  sessions.confirm(session);
  const headers = { host: "mega.local", cookie: `mega-plain=${word}`, "mega-csrf": csrfOf(word) };
  return { name: role, headers, foreign: none };
}

function program({ rig }: TenantsBuilding): Caller {
  const word = tokenWord();
  const { access } = rig.context;
  const token = {
    tokenId: randomId(),
    accountId: addAccount(rig, "owner"),
    name: "program",
    scopes,
    createdAtMs: rig.clock.nowMs(),
    expiresAtMs: null,
    lastUsedAtMs: null,
  };
  access.tokens.add(token, hashOfWord(word));
  return { name: "program", headers: { authorization: `Bearer ${word}` }, foreign: none };
}

function addAccount({ context, clock }: TenantsBuilding["rig"], role: Role): string {
  const accountId = randomId();
  context.access.accounts.add({
    accountId,
    name: `${role} ${accountId.slice(0, 8)}`,
    role,
    language: "fr",
    email: null,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: clock.nowMs(),
    lastLoginAtMs: null,
    grants: [],
  });
  return accountId;
}

/** Digits and names that belong to others; undefined for one who may see none at all. */
function foreignTo({ planted }: TenantsBuilding, name: TenantName | undefined): Foreign {
  const stays = name === undefined ? [] : tenants[name];
  const own = (one: (typeof planted)[number]) =>
    stays.some(
      ({ channelNo, fromMs, toMs }) =>
        one.channelNo === channelNo &&
        one.atMs >= fromMs &&
        one.atMs <= (toMs ?? Number.POSITIVE_INFINITY),
    );
  const mine = new Set(planted.filter(own).map(({ index }) => index));
  const others = new Set(planted.map(({ index }) => index).filter((index) => !mine.has(index)));
  const words = ["one", "two", "three", "four", "five", "six"].flatMap((word, at) =>
    stays.some(({ channelNo, toMs }) => channelNo === at + 1 && toMs === null)
      ? []
      : [`canary-${word}`],
  );
  return (body) => {
    const digits = body.match(/\d{4,6}\.\d{3}/g)?.find((index) => others.has(index));
    return digits ?? words.find((word) => body.includes(word));
  };
}

/**
 * Two people changed the same configuration: what this person changed is put on top of what the
 * other one stored. Lists are matched by the names of their entries, not by their order. Pure.
 */

import type { GatewayConfig } from "@mega/contract";

/** Theirs, with every place in which mine differs from the common base as mine has it. */
export function merged(
  base: GatewayConfig,
  mine: GatewayConfig,
  theirs: GatewayConfig,
): GatewayConfig {
  return mergedValue(base, mine, theirs) as GatewayConfig;
}

function mergedValue(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, base)) return theirs;
  if (same(theirs, base)) return mine;
  if (isGroup(mine) && isGroup(theirs)) return mergedGroup(isGroup(base) ? base : {}, mine, theirs);
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    return mergedList(Array.isArray(base) ? base : [], mine, theirs);
  }
  return mine;
}

type Group = Readonly<Record<string, unknown>>;

function mergedGroup(base: Group, mine: Group, theirs: Group): Group {
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const entries = keys.map((key) => [key, mergedValue(base[key], mine[key], theirs[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function mergedList(
  base: readonly unknown[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
): readonly unknown[] {
  const names = [...theirs, ...mine].map(nameOf);
  // A list of plain values, such as recipients, is one value.
  if (names.some((name) => name === undefined)) return mine;
  const find = (list: readonly unknown[], name: unknown) =>
    list.find((one) => nameOf(one) === name);
  const values = [...new Set(names)].map((name) =>
    mergedValue(find(base, name), find(mine, name), find(theirs, name)),
  );
  return values.filter((value) => value !== undefined).sort(byNumber);
}

function nameOf(entry: unknown): string | number | undefined {
  if (!isGroup(entry)) return undefined;
  const name = entry["id"] ?? entry["no"];
  return typeof name === "string" || typeof name === "number" ? name : undefined;
}

/** Channels stand by number; everything else keeps its place. */
function byNumber(a: unknown, b: unknown): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  return typeof first === "number" && typeof second === "number" ? first - second : 0;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

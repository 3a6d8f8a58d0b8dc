/**
 * What differs between two documents, place by place. Entries of a list that have names are compared
 * by them, so that one added in the middle is one difference. Pure.
 */

import type { ConfigurationChange } from "@mega/contract";
import { escapedKey, type Group, identityOf, isGroup } from "./places.ts";

/** Differences that are told at most. */
const CHANGES_MAX = 1000;

/** Every difference, in the order of the document that came first; at most a thousand. */
export function differences(before: unknown, after: unknown): ConfigurationChange[] {
  return changesAt(before, after, "").slice(0, CHANGES_MAX);
}

function changesAt(before: unknown, after: unknown, place: string): ConfigurationChange[] {
  if (isGroup(before) && isGroup(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => {
      return changesAt(own(before, key), own(after, key), `${place}/${escapedKey(key)}`);
    });
  }
  const lists = [before ?? [], after ?? []];
  const [one, other] = lists.map(namedEntries);
  if (one !== undefined && other !== undefined && (one.size > 0 || other.size > 0)) {
    const names = [...new Set([...one.keys(), ...other.keys()])];
    return names.flatMap((name) => changesAt(one.get(name), other.get(name), `${place}${name}`));
  }
  if (sameValue(before, after)) return [];
  return [{ place, before: before ?? null, after: after ?? null }];
}

/** What stands there; every object has a "toString" that nobody wrote. */
function own(group: Group, key: string): unknown {
  return Object.hasOwn(group, key) ? group[key] : undefined;
}

/** The entries of a list by their names; undefined when it is no list, or one of them has none. */
function namedEntries(list: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined;
  const entries = new Map<string, unknown>();
  for (const entry of list) {
    const name = identityOf(entry);
    if (name === undefined || entries.has(name)) return undefined;
    entries.set(name, entry);
  }
  return entries;
}

function sameValue(before: unknown, after: unknown): boolean {
  return JSON.stringify(before ?? null) === JSON.stringify(after ?? null);
}

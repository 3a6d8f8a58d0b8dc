/** What is said at a field: the page's own rule first, then what the gateway named. */

import type { ConfigurationFault } from "@mega/contract";
import { allWords } from "../../state/all-words.ts";
import { gatewayFaults, ownFaults } from "./config-state.ts";

/** The message of a field by its key; undefined where all is right. */
export function messageAt(key: string): string | undefined {
  const own = ownFaults.value.get(key);
  if (own !== undefined) return allWords.value.config.rules[own];
  const named = gatewayFaults.value.get(key)?.[0];
  return named === undefined ? undefined : faultText(named);
}

/** The parameters that the sentence of a code takes, in its order. */
const sentenceParams: Readonly<Record<string, readonly string[]>> = {
  "unknown-key": ["key"],
  choice: ["choices"],
  whole: ["min", "max"],
  length: ["min", "max"],
  form: ["allowed"],
  "too-many": ["max"],
  "unknown-name": ["known"],
  "goes-with": ["needs"],
  "in-use": ["other"],
  "address-in-use": ["other"],
  "beyond-model": ["max"],
  "profile-unknown": ["known"],
  "counter-unknown": ["known"],
  "rating-needed": ["counter"],
  "not-allowed": ["allowed"],
};

type Sentence = string | ((...parts: string[]) => string);
const KNOWN_SHOWN_MAX = 10;

/** A fault that the gateway named, in the page's language. */
export function faultText({ code, params }: Pick<ConfigurationFault, "code" | "params">): string {
  const faults = allWords.value.config.faults;
  const sentences: Readonly<Record<string, Sentence | undefined>> = faults;
  const known = sentences[code] === undefined ? "not-allowed" : code;
  const sentence = sentences[known] ?? "";
  const parts = (sentenceParams[known] ?? []).map((name) => asText(params[name]));
  return typeof sentence === "string" ? sentence : sentence(...parts);
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.slice(0, KNOWN_SHOWN_MAX).join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "—";
}

/**
 * Puts the stored secrets into a document that holds SECRET_KEPT in their places. One that is sent
 * to a server is kept only while the server is the same: who may change an address must not thereby
 * learn a password. Pure.
 */

import { type ConfigurationFault, SECRET_KEPT } from "@mega/contract";
import type { Group } from "./places.ts";
import { withSecrets } from "./secret-places.ts";

/** What is known of secrets. */
export interface KnownSecrets {
  /** The document that the stored secrets belong to. */
  readonly document: unknown;
  readonly stored: ReadonlyMap<string, string>;
  /** Secrets of the proposal that the document comes from. */
  readonly proposed?: ReadonlyMap<string, string>;
}

/** A document with its secrets in it, and the places for which none is known. */
export interface FilledDocument {
  readonly document: unknown;
  readonly faults: readonly ConfigurationFault[];
}

/** Replaces every SECRET_KEPT. */
export function fillSecrets(document: unknown, known: KnownSecrets): FilledDocument {
  const servers = serversOf(known.document);
  const faults: ConfigurationFault[] = [];
  const filled = withSecrets(document, ({ place, pointer }, text, beside) => {
    if (text !== SECRET_KEPT) return text;
    const proposed = known.proposed?.get(place);
    if (proposed !== undefined) return proposed;
    const stored = known.stored.get(place);
    const moved = servers.get(place) !== serverIn(beside);
    if (stored !== undefined && !moved) return stored;
    const allowed = moved
      ? "the secret once more, because the server it is sent to has changed"
      : "a secret, because none is stored for this place";
    const params = { value: "nothing", allowed };
    faults.push({ pointer, line: null, code: "secret-missing", params });
    return text;
  });
  return { document: filled, faults };
}

/** SECRET_KEPT wherever a secret is stored and the document says nothing: for files without them. */
export function keepUnsaid(document: unknown, known: KnownSecrets): unknown {
  const servers = serversOf(known.document);
  return withSecrets(document, ({ place }, text, beside) => {
    if (text !== undefined) return text;
    const same = servers.get(place) === serverIn(beside);
    return known.stored.has(place) && same ? SECRET_KEPT : undefined;
  });
}

/** The document with SECRET_KEPT in the places of its secrets, and the secrets by place. */
export function takeSecretsOut(document: unknown): {
  readonly document: unknown;
  readonly secrets: ReadonlyMap<string, string>;
} {
  const secrets = new Map<string, string>();
  const masked = withSecrets(document, ({ place }, text) => {
    if (text === undefined) return undefined;
    secrets.set(place, text);
    return SECRET_KEPT;
  });
  return { document: masked, secrets };
}

/** The document with the secrets that are given in the places of SECRET_KEPT. */
export function withSecretsOf(document: unknown, secrets: ReadonlyMap<string, string>): unknown {
  return withSecrets(document, ({ place }, text) => {
    return text === SECRET_KEPT ? (secrets.get(place) ?? text) : text;
  });
}

/** Where each secret of a document is sent to, by place. */
function serversOf(document: unknown): ReadonlyMap<string, string> {
  const servers = new Map<string, string>();
  withSecrets(document, ({ place }, text, beside) => {
    const server = serverIn(beside);
    if (server !== undefined) servers.set(place, server);
    return text;
  });
  return servers;
}

function serverIn(group: Group): string | undefined {
  const server = group["url"] ?? group["server"];
  return typeof server === "string" ? server : undefined;
}

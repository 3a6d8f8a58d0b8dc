/**
 * Which configuration a gateway starts with. A file that differs from the one taken last becomes a
 * revision; what was saved on the page since stands until the file changes. Without a file and
 * without a revision there is an empty installation, to be set up in the browser.
 */

import { createHash } from "node:crypto";
import type { GatewayConfig } from "@mega/contract";
import { type GatewayModel, MegaError } from "@mega/domain";
import {
  installationOf,
  parseConfigDocument,
  planReadings,
  readConfigFile,
} from "@mega/installation";
import type { AuditLog } from "../audit/audit-log.ts";
import type { CheckGround } from "./check-document.ts";
import type { ConfigurationStore } from "./configuration-store.ts";
import { differences } from "./differences.ts";
import { emptyConfiguration } from "./empty-configuration.ts";
import { fillSecrets, takeSecretsOut } from "./fill-secrets.ts";

/** Where the configuration comes from. */
export type ConfigurationSource =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "text"; readonly text: string; readonly name: string }
  /** What is stored; an empty installation of the model before anything is. */
  | { readonly kind: "stored"; readonly model: GatewayModel };

/** What the gateway starts with. */
export interface OpenedConfiguration {
  /** With its secrets. */
  readonly config: GatewayConfig;
  /** JSON pointers of secrets that cannot be read any more: the device's key is another one. */
  readonly lostSecrets: readonly string[];
}

/** What is opened. */
export interface OpeningOptions {
  readonly store: ConfigurationStore;
  readonly audit: AuditLog;
  readonly source: ConfigurationSource;
  readonly ground: CheckGround;
}

/** Finds the configuration; throws CONFIG_UNREADABLE and CONFIG_INVALID. */
export function openConfiguration(options: OpeningOptions): OpenedConfiguration {
  const { store, source } = options;
  if (source.kind === "stored") {
    return (
      storedConfiguration(store) ?? { config: emptyConfiguration(source.model), lostSecrets: [] }
    );
  }
  const { text, name } =
    source.kind === "file" ? { text: readConfigFile(source.file), name: source.file } : source;
  const hash = createHash("sha256").update(text).digest("hex");
  const known = store.fileHash() === hash ? storedConfiguration(store) : undefined;
  return known ?? fromText(options, { text, name, hash });
}

/** What was saved last; undefined before anything was. */
export function storedConfiguration(store: ConfigurationStore): OpenedConfiguration | undefined {
  const newest = store.newest();
  if (newest === undefined) return undefined;
  const known = { document: newest.document, stored: store.secrets() };
  const { document, faults } = fillSecrets(newest.document, known);
  return {
    config: document as GatewayConfig,
    lostSecrets: faults.map(({ pointer }) => pointer),
  };
}

function fromText(
  { store, audit, ground }: OpeningOptions,
  file: { readonly text: string; readonly name: string; readonly hash: string },
): OpenedConfiguration {
  const before = store.newest()?.document ?? {};
  const stored = store.secrets();
  const written = parseConfigDocument(file.text, file.name);
  const filled = fillSecrets(written, { document: before, stored });
  const [missing] = filled.faults;
  if (missing !== undefined) {
    throw new MegaError(
      "CONFIG_INVALID",
      `${file.name}: ${missing.pointer} names no stored secret`,
      {
        hint: "Write the secret itself.",
        context: { pointer: missing.pointer, allowed: missing.params["allowed"] },
      },
    );
  }
  const config = filled.document as GatewayConfig;
  planReadings(installationOf(config, ground.machineMac), ground.profiles);
  if (!store.writable) return { config, lostSecrets: [] };
  const { document, secrets } = takeSecretsOut(config);
  store.transaction(() => {
    const info = store.add({ savedBy: "machine", cause: "file", document, secrets });
    store.keepFileHash(file.hash);
    const places = differences(before, document).map(({ place }) => place);
    audit.record({
      actor: "machine",
      action: "configuration-saved",
      object: `configuration:${info.revision}`,
      details: { cause: "file", changes: places },
      fromIp: null,
    });
  });
  return { config, lostSecrets: [] };
}

/**
 * Whether a document can be put into force: against its schema, against itself, and against the
 * profiles of its meters. Pure; the same rules as for a file.
 */

import {
  CONFIGURATION_BYTES_MAX,
  type ConfigurationFault,
  type GatewayConfig,
  GatewayConfigSchema,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import {
  type ConfigProblem,
  crossProblems,
  type Installation,
  installationOf,
  type ProfileSet,
  planReadings,
  schemaProblems,
} from "@mega/installation";
import { pointerOf } from "./places.ts";

/** A document that can be put into force, or why not. */
export type CheckedDocument =
  | { readonly kind: "good"; readonly config: GatewayConfig; readonly installation: Installation }
  | { readonly kind: "faulty"; readonly faults: readonly ConfigurationFault[] };

/** What a document is checked against. */
export interface CheckGround {
  readonly profiles: ProfileSet;
  /** Used where the document names none. */
  readonly machineMac: string;
}

const FAULTS_MAX = 100;

/** Checks a document with its secrets in it. */
export function checkDocument(document: unknown, ground: CheckGround): CheckedDocument {
  if (JSON.stringify(document).length > CONFIGURATION_BYTES_MAX) {
    const allowed = `at most ${CONFIGURATION_BYTES_MAX} characters`;
    return faulty(document, [{ path: "", value: "more", allowed }]);
  }
  const own = schemaProblems(GatewayConfigSchema, document);
  if (own.length > 0) return faulty(document, own);
  const config = document as GatewayConfig;
  const across = crossProblems(config);
  if (across.length > 0) return faulty(document, across);
  const installation = installationOf(config, ground.machineMac);
  try {
    planReadings(installation, ground.profiles);
  } catch (error) {
    const known = error instanceof MegaError && error.code === "CONFIG_INVALID";
    if (!known) throw error;
    return faulty(document, error.context["problems"] as readonly ConfigProblem[]);
  }
  return { kind: "good", config, installation };
}

function faulty(document: unknown, problems: readonly ConfigProblem[]): CheckedDocument {
  const faults = problems.slice(0, FAULTS_MAX).map((problem) => faultOf(document, problem));
  return { kind: "faulty", faults };
}

function faultOf(document: unknown, problem: ConfigProblem): ConfigurationFault {
  const { path, line, value, allowed, fault } = problem;
  return {
    pointer: pointerOf(document, path),
    line: line ?? null,
    code: fault?.code ?? "not-allowed",
    params: { value, allowed, ...fault?.params },
  };
}

/** Reads a configuration file: YAML, at most 1 MB, checked as a whole; every fault is named at once. */

import { readFileSync, statSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { MegaError } from "@mega/domain";
import { parseDocument } from "yaml";
import { crossProblems, type Installation, installationOf } from "./installation.ts";
import { type GatewayConfig, GatewayConfigSchema } from "./schema.ts";
import { type ConfigProblem, schemaProblems } from "./schema-problems.ts";

const FILE_BYTES_MAX = 1_000_000;

/** The installation described by the file; throws CONFIG_UNREADABLE or CONFIG_INVALID. */
export function loadConfig(file: string): Installation {
  let text: string;
  try {
    if (statSync(file).size > FILE_BYTES_MAX) throw new Error("the file is larger than 1 MB");
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new MegaError("CONFIG_UNREADABLE", `${file} cannot be read: ${messageOf(cause)}`, {
      hint: "Give the path of a configuration file with --config.",
      context: { file },
      cause,
    });
  }
  return parseConfig(text, file);
}

/** The installation described by YAML text; `name` stands in messages. Throws CONFIG_INVALID. */
export function parseConfig(text: string, name: string): Installation {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const place = syntax.linePos?.[0];
    const where = place === undefined ? "" : ` (line ${place.line}, column ${place.col})`;
    throw invalid(name, [
      { path: where, value: "not YAML", allowed: syntax.message.split("\n")[0] ?? "" },
    ]);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (cause) {
    throw invalid(name, [{ path: "", value: "aliases", allowed: messageOf(cause) }]);
  }
  const problems = schemaProblems(GatewayConfigSchema, value);
  if (problems.length > 0) throw invalid(name, problems);
  const config = value as GatewayConfig;
  const crossed = crossProblems(config);
  if (crossed.length > 0) throw invalid(name, crossed);
  return installationOf(config, machineMac());
}

function invalid(name: string, problems: readonly ConfigProblem[]): MegaError {
  const lines = problems.map(
    (problem) => `  ${problem.path || "/"}: found ${problem.value}; allowed: ${problem.allowed}`,
  );
  return new MegaError(
    "CONFIG_INVALID",
    `${name} is not a valid configuration:\n${lines.join("\n")}`,
    {
      hint: "Correct the places named; nothing was changed.",
      context: { problems },
    },
  );
}

/** The hardware address of the first interface that has one; all zeros where none has. */
function machineMac(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    const found = addresses?.find(
      (address) => !address.internal && !/^(00:){5}00$/.test(address.mac),
    );
    if (found !== undefined) return found.mac;
  }
  return "00:00:00:00:00:00";
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

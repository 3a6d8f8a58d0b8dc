/** Reads a configuration file: YAML, at most 1 MB, checked as a whole; every fault is named at once. */

import { readFileSync, statSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { type GatewayConfig, GatewayConfigSchema } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { type Installation, installationOf } from "../installation.ts";
import { readConfigText } from "./config-text.ts";
import { crossProblems } from "./cross-problems.ts";
import { type ConfigProblem, schemaProblems } from "./schema-problems.ts";

const FILE_BYTES_MAX = 1_000_000;

/** The installation described by the file; throws CONFIG_UNREADABLE or CONFIG_INVALID. */
export function loadConfig(file: string): Installation {
  return parseConfig(readConfigFile(file), file);
}

/** The text of a configuration file; throws CONFIG_UNREADABLE. */
export function readConfigFile(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > FILE_BYTES_MAX) throw new Error(`it has ${size} bytes; at most 1 MB is allowed`);
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MegaError("CONFIG_UNREADABLE", `${file} cannot be read: ${whyUnreadable(cause)}`, {
      hint: "Give the path of a configuration file with --config.",
      context: { file },
      cause,
    });
  }
}

/** The installation described by YAML text; `name` stands in messages. Throws CONFIG_INVALID. */
export function parseConfig(text: string, name: string): Installation {
  return installationOf(parseConfigDocument(text, name), machineMac());
}

/** The document in YAML text; `name` stands in messages. Throws CONFIG_INVALID. */
export function parseConfigDocument(text: string, name: string): GatewayConfig {
  const read = readConfigText(text, GatewayConfigSchema);
  if (read.kind === "fault") throw invalid(name, [read.problem]);
  const { value, lineOf } = read;
  const problems = schemaProblems(GatewayConfigSchema, value);
  const config = value as GatewayConfig;
  // What refers to what is looked at when every value by itself is right.
  const all = problems.length > 0 ? problems : crossProblems(config);
  if (all.length > 0) {
    const placed = all.map((problem) => {
      const line = lineOf(problem.path);
      return line === undefined ? problem : { ...problem, line };
    });
    throw invalid(name, placed);
  }
  return config;
}

function invalid(name: string, problems: readonly ConfigProblem[]): MegaError {
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  return new MegaError(
    "CONFIG_INVALID",
    `${name} is not a valid configuration:\n${lines.join("\n")}`,
    {
      hint: "Correct the places named; nothing was changed. docs/reference/config.md has every key.",
      context: { problems },
    },
  );
}

function problemText({ path, line, value, allowed }: ConfigProblem): string {
  const where = [path, line === undefined ? "" : `line ${line}`].filter((part) => part !== "");
  return `${where.join(", ") || "the file"}: found ${value}; allowed: ${allowed}`;
}

/** The hardware address of the first interface that has one; all zeros where none has. */
export function machineMac(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    const found = addresses?.find(
      (address) => !address.internal && !/^(00:){5}00$/.test(address.mac),
    );
    if (found !== undefined) return found.mac;
  }
  return "00:00:00:00:00:00";
}

const fileFaults: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
};

function whyUnreadable(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return fileFaults[(cause as NodeJS.ErrnoException).code ?? ""] ?? cause.message;
}

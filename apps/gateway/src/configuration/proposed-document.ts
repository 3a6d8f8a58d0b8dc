/**
 * From a text to a proposal: what the configuration would be, its faults with their lines, and what
 * would change. Nothing is changed by it.
 */

import {
  type ConfigurationFault,
  GatewayConfigSchema,
  type ImportRequest,
  type Proposal,
  type RevisionCause,
  SECRET_KEPT,
} from "@mega/contract";
import { readConfigText } from "@mega/installation";
import type { ConfigurationDesk } from "./configuration-desk.ts";
import type { RowsGround } from "./files/rows-ground.ts";
import { importRows } from "./files/rows-import.ts";
import { keepUnsaid, takeSecretsOut } from "./fill-secrets.ts";
import { isGroup } from "./places.ts";

/** What an import stands on beside the desk. */
export type ImportGround = Omit<RowsGround, "document">;

/** The proposal of a text. */
export function proposalOfText(
  desk: ConfigurationDesk,
  { format, text }: ImportRequest,
  ground: ImportGround,
): Proposal {
  if (format === "rows") {
    const { configuration } = desk.current();
    const read = importRows(text, { ...ground, document: configuration });
    return read.kind === "faults"
      ? refused(read.faults)
      : proposalOf(desk, read.document, "import", read.lineOf);
  }
  const read = readConfigText(text, GatewayConfigSchema);
  if (read.kind === "values") return proposalOf(desk, read.value, "import", read.lineOf);
  const { path, line, value, allowed } = read.problem;
  const params = { value, allowed };
  return refused([{ pointer: path, line: line ?? null, code: "unreadable", params }]);
}

/** The proposal of a document; secrets that stand in it are kept back under its name. */
export function proposalOf(
  desk: ConfigurationDesk,
  document: unknown,
  cause: RevisionCause,
  lineOf: (pointer: string) => number | undefined = () => undefined,
): Proposal {
  if (!isGroup(document)) {
    const params = { value: "no group of keys", allowed: "a configuration" };
    return refused([{ pointer: "", line: null, code: "kind-of-value", params }]);
  }
  const whole = keepUnsaid(document, desk.known());
  const taken = takeSecretsOut(whole);
  const secrets = new Map([...taken.secrets].filter(([, text]) => text !== SECRET_KEPT));
  const proposal = desk.proposals.keep({ cause, secrets });
  const { faults, changes } = desk.check(taken.document, proposal);
  const placed = faults.map((fault) => ({ ...fault, line: lineOf(fault.pointer) ?? fault.line }));
  const configuration = taken.document as Proposal["configuration"];
  return { proposal, configuration, faults: placed, changes };
}

function refused(faults: readonly ConfigurationFault[]): Proposal {
  return { proposal: null, configuration: null, faults: [...faults], changes: [] };
}

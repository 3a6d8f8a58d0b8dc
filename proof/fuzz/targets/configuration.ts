/**
 * Configuration files, as YAML and as JSON, through reading, checking and writing: refused with place,
 * value and what is allowed, or taken and the same after a way through a file.
 */

import { isDeepStrictEqual } from "node:util";
import { loadProfileSet, readConfigText } from "@mega/installation";
import { stringify } from "yaml";
import { checkDocument } from "../../../apps/gateway/src/configuration/check-document.ts";
import { yamlFile } from "../../../apps/gateway/src/configuration/files/yaml-file.ts";
import {
  keepUnsaid,
  takeSecretsOut,
} from "../../../apps/gateway/src/configuration/fill-secrets.ts";
import { GatewayConfigSchema } from "../../../packages/contract/src/configuration/gateway-config.ts";
import type { FuzzRandom } from "../draw/random.ts";
import { spoilJsonText } from "../draw/spoil-json-text.ts";
import { spoilValue } from "../draw/spoil-value.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import { documents } from "./configuration/documents.ts";
import { refusalFault, takenFault } from "./configuration/judge-document.ts";

type Check = typeof checkDocument;

const head = { location: "Hollestraat", revision: 3, savedAt: null, version: "0" };
/** Marks of YAML that a hand puts in the wrong place. */
const yamlMarks = [
  ": ",
  "- ",
  "\t",
  "\n",
  "  ",
  "#",
  "&a ",
  "*a",
  "!!binary ",
  "!x ",
  "|\n",
  ">\n",
  "%YAML 9\n",
  "---\n",
  "<<: *a\n",
  "? ",
  "~",
  "'",
  '"',
  "0x",
  "1e9",
  "\u0000",
  "{",
  "[",
  "2026-05-02",
  "yes",
  "é",
] as const;

export const configurationTarget: FuzzTarget = configurationTargetOf(checkDocument);

/** The target over another check, to see the oracle at work. */
export function configurationTargetOf(check: Check): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => {
      const profiles = loadProfileSet("/nowhere");
      const ground = { profiles, machineMac: "02:00:00:00:00:01" };
      return {
        draw: (random) => {
          const drawn = draw(random);
          return {
            show: () => JSON.stringify(drawn.kind === "text" ? drawn.text : drawn.document) ?? "",
            judge: () => judgeDrawn(drawn, (document) => check(document, ground)),
          };
        },
      };
    },
  };
}

/** What is read: the text of a file, or a document as a program sends it. */
type Drawn =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "document"; readonly document: unknown; readonly goesThroughFile: boolean };

function draw(random: FuzzRandom): Drawn {
  if (random.once(8)) return { kind: "text", text: drawText(random) };
  let document: unknown = random.pick(documents);
  for (let left = random.below(3); left > 0; left--) document = spoilValue(random, document);
  return { kind: "document", document, goesThroughFile: random.once(16) };
}

const yamlTexts = documents.map((document) => stringify(document));

function drawText(random: FuzzRandom): string {
  if (random.once(4)) return spoilJsonText(random, JSON.stringify(random.pick(documents)));
  let text = random.pickOf(yamlTexts) ?? "";
  for (let left = random.below(3); left > 0; left--) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + random.pick(yamlMarks) + text.slice(at + random.below(3));
  }
  return text;
}

function judgeDrawn(drawn: Drawn, check: (document: unknown) => ReturnType<Check>): Verdict {
  if (drawn.kind === "document") {
    return judgeDocument(drawn.document ?? null, check, drawn.goesThroughFile);
  }
  const read = readConfigText(drawn.text, GatewayConfigSchema);
  if (read.kind === "values") return judgeDocument(read.value ?? null, check, true);
  const { path, value, allowed } = read.problem;
  const says = typeof path === "string" && value !== "" && allowed !== "";
  return says
    ? refused
    : broken("invented", "It is refused without place, value or what is allowed.");
}

function judgeDocument(
  document: unknown,
  check: (document: unknown) => ReturnType<Check>,
  goesThroughFile: boolean,
): Verdict {
  const checked = check(document);
  if (checked.kind === "good") {
    const why = takenFault(document) ?? (goesThroughFile ? wayFault(document) : undefined);
    return why === undefined ? accepted : broken("invented", why);
  }
  const why = refusalFault(checked.faults, JSON.stringify(takeSecretsOut(document).document));
  return why === undefined ? refused : broken("invented", why);
}

/** Written as a file and read again into the same gateway, it is the same. */
function wayFault(value: unknown): string | undefined {
  const { document, secrets } = takeSecretsOut(value);
  const again = readConfigText(yamlFile(document, head), GatewayConfigSchema);
  if (again.kind === "fault") return `its own file is not read: ${JSON.stringify(again.problem)}`;
  const kept = keepUnsaid(again.value, { document, stored: secrets });
  return isDeepStrictEqual(kept, document) ? undefined : "it is another after a way through a file";
}

/** A configuration as a YAML file that can be read again; its secrets are left out and said so. */

import { type Document, isMap, parseDocument, stringify } from "yaml";
import { secretsIn } from "../secret-places.ts";

/** What the head of the file says. */
export interface YamlHead {
  readonly location: string;
  readonly revision: number;
  /** RFC 3339; null before anything was saved. */
  readonly savedAt: string | null;
  readonly version: string;
}

const LINE_WIDTH = 100;

/** The text of the file. `document` holds SECRET_KEPT where secrets are. */
export function yamlFile(document: unknown, head: YamlHead): string {
  const yaml = parseDocument(stringify(document, { aliasDuplicateObjects: false }));
  const secrets = secretsIn(document);
  for (const { pointer } of secrets) leaveOut(yaml, pointer);
  const { location, revision, savedAt, version } = head;
  yaml.commentBefore = [
    ` Configuration of ${JSON.stringify(location)}, revision ${revision}, MEGA ${version}`,
    ` saved at ${savedAt ?? "no time: nothing was saved yet"}`,
    ...(secrets.length === 0
      ? []
      : [
          ` Secrets are left out (${secrets.length}); where they belong is noted. Read back into the`,
          " same gateway, the file keeps those that are stored there.",
        ]),
  ].join("\n");
  return yaml.toString({ lineWidth: LINE_WIDTH });
}

function leaveOut(yaml: Document, pointer: string): void {
  const path = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  yaml.deleteIn(path);
  const group = yaml.getIn(path.slice(0, -1), true);
  if (isMap(group)) group.comment = ` ${path.at(-1)}: a secret, left out`;
}

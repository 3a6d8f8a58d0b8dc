/** The operations of the configuration; routes.ts serves them with all others. */

import type { Operation } from "../operation.ts";
import {
  CheckAnswer,
  CONFIGURATION_BYTES_MAX,
  ConfigurationDocument,
  ProposalQuery,
  Revision,
  RevisionList,
  RevisionPath,
  SaveAnswer,
} from "./api.ts";

/** What may be done with the configuration. Saving needs If-Match with the ETag of what was read. */
export const configurationOperations = {
  configuration: {
    method: "GET",
    path: "/configuration",
    summary: "The configuration in force, without its secrets; ETag names its revision.",
    status: 200,
    answer: Revision,
  },
  saveConfiguration: {
    method: "PUT",
    path: "/configuration",
    summary: "Saves the whole configuration and puts it into force; needs If-Match.",
    status: 200,
    query: ProposalQuery,
    body: ConfigurationDocument,
    bodyBytesMax: CONFIGURATION_BYTES_MAX,
    answer: SaveAnswer,
  },
  checkConfiguration: {
    method: "POST",
    path: "/configuration/check",
    summary: "Names the faults of a configuration and what saving it would change.",
    status: 200,
    query: ProposalQuery,
    body: ConfigurationDocument,
    bodyBytesMax: CONFIGURATION_BYTES_MAX,
    answer: CheckAnswer,
  },
  configurationRevisions: {
    method: "GET",
    path: "/configuration/revisions",
    summary: "The newest revisions, newest first.",
    status: 200,
    answer: RevisionList,
  },
  configurationRevision: {
    method: "GET",
    path: "/configuration/revisions/:revision",
    summary: "One revision with its document.",
    status: 200,
    params: RevisionPath,
    answer: Revision,
  },
  restoreRevision: {
    method: "POST",
    path: "/configuration/revisions/:revision/restore",
    summary: "Saves an older revision once more, as the newest; needs If-Match.",
    status: 200,
    params: RevisionPath,
    answer: SaveAnswer,
  },
} as const satisfies Readonly<Record<string, Operation>>;

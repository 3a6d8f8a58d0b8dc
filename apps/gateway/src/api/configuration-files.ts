/** Files of the configuration: written out, read in as a proposal, backed up. */

import type {
  BackupRequest,
  GatewayConfig,
  ImportRequest,
  RestoreRequest,
  RowsQuery,
} from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { localTime, toUtcString } from "@mega/domain";
import { asAttachment } from "@mega/http";
import { plainFileName } from "@mega/reports";
import type { FastifyRequest } from "fastify";
import { actorName } from "../access/principal.ts";
import { backupFile, openBackup } from "../configuration/files/backup-file.ts";
import { rowsFile } from "../configuration/files/rows-file.ts";
import { yamlFile } from "../configuration/files/yaml-file.ts";
import { withSecretsOf } from "../configuration/fill-secrets.ts";
import { proposalOf, proposalOfText } from "../configuration/proposed-document.ts";
import type { ApiContext } from "./api-context.ts";
import type { Handlers } from "./server.ts";

type FileHandlers = Pick<
  Handlers,
  | "exportConfigurationYaml"
  | "exportConfigurationRows"
  | "importConfiguration"
  | "backUpConfiguration"
  | "readConfigurationBackup"
>;

/** The handlers of files. */
export function configurationFileHandlers(context: ApiContext): FileHandlers {
  const { desk, installation, version, clock, audit } = context;
  const nameOf = (revision: number, extension: string) =>
    plainFileName(
      [installation.location, "configuration", `r${revision}`],
      { atMs: clock.nowMs(), timeZone: installation.timeZone },
      extension,
    );
  const note = (request: FastifyRequest, action: string, revision: number) =>
    audit.record({
      actor: actorName(request),
      action,
      object: `configuration:${revision}`,
      details: {},
      fromIp: request.principal?.kind === "machine" ? null : (request.ip ?? null),
    });
  return {
    exportConfigurationYaml(request, reply) {
      const { configuration, revision, savedAt } = desk.current();
      note(request, "configuration-exported", revision);
      const { location } = installation;
      asAttachment(reply, nameOf(revision, "yaml"), "application/yaml; charset=utf-8");
      return yamlFile(configuration, { location, revision, savedAt, version });
    },
    exportConfigurationRows(request, reply) {
      const { dialect = "rfc4180", language = installation.language } = request.query as RowsQuery;
      const { configuration, revision } = desk.current();
      note(request, "configuration-exported", revision);
      asAttachment(reply, nameOf(revision, "csv"), "text/csv; charset=utf-8; header=present");
      return rowsFile(configuration as unknown as GatewayConfig, { dialect, language });
    },
    importConfiguration: (request) =>
      proposalOfText(desk, request.body as ImportRequest, groundOf(context)),
    async backUpConfiguration(request, reply) {
      const { passphrase } = request.body as BackupRequest;
      const { configuration, revision } = desk.current();
      const { stored: secrets } = desk.known();
      note(request, "configuration-backed-up", revision);
      const madeAt = toUtcString(clock.nowMs());
      const head = { location: installation.location, revision, madeAt, version };
      asAttachment(reply, nameOf(revision, "json"), "application/json; charset=utf-8");
      return backupFile({ document: configuration, secrets }, head, passphrase);
    },
    async readConfigurationBackup(request) {
      const { file, passphrase } = request.body as RestoreRequest;
      const opened = await openBackup(file, passphrase);
      if (opened.kind === "content") {
        const { document, secrets } = opened.content;
        return proposalOf(desk, withSecretsOf(document, secrets), "restore");
      }
      const { field, allowed } = opened;
      const value = field === "file" ? "another file" : "another passphrase";
      throw fieldProblem({ pointer: `/${field}`, value, allowed });
    },
  };
}

/** What rows are read against; a name that a meter ever had is taken. */
function groundOf({ ledger, profiles, installation, clock }: ApiContext) {
  const { sources } = ledger.snapshot();
  const configured = installation.meters.map(({ id }) => id);
  const at = localTime(clock.nowMs(), installation.timeZone);
  const two = (value: number) => String(value % 100).padStart(2, "0");
  return {
    takenIds: new Set([...configured, ...[...sources.values()].map(({ meterId }) => meterId)]),
    profileIds: profiles.all.map(({ id }) => id),
    day: `${two(at.year)}${two(at.month)}${two(at.day)}`,
  };
}

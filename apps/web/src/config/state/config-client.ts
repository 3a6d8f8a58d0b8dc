/** Asking the gateway for the configuration and what belongs to it. */

import type {
  CheckAnswer,
  GatewayConfig,
  ImportRequest,
  ProfileList,
  Proposal,
  Revision,
  RevisionList,
  SaveAnswer,
} from "@mega/contract";
import { API_PREFIX, ask, query } from "../../api/request.ts";

/** A save stops the buses and starts them anew: it may wait for a round that runs. */
const SAVE_TIMEOUT_MS = 120_000;

/** The configuration in force; its secrets stand as SECRET_KEPT. */
export type StoredConfiguration = Omit<Revision, "configuration"> & {
  readonly configuration: GatewayConfig;
};

export const fetchConfiguration = () => ask<StoredConfiguration>("/configuration");

export const fetchProfiles = () => ask<ProfileList>("/profiles");

export const checkConfiguration = (document: GatewayConfig, proposal: string | null) =>
  ask<CheckAnswer>(`/configuration/check${query({ proposal: proposal ?? undefined })}`, {
    method: "POST",
    body: document,
  });

export const saveConfiguration = (
  document: GatewayConfig,
  revision: number,
  proposal: string | null,
  confirmation: string | undefined,
) =>
  ask<SaveAnswer>(`/configuration${query({ proposal: proposal ?? undefined })}`, {
    method: "PUT",
    body: document,
    headers: { "if-match": `"${revision}"` },
    timeoutMs: SAVE_TIMEOUT_MS,
    confirmation,
  });

export const fetchRevisions = () => ask<RevisionList>("/configuration/revisions");

export const restoreRevision = (
  revision: number,
  current: number,
  confirmation: string | undefined,
) =>
  ask<SaveAnswer>(`/configuration/revisions/${revision}/restore`, {
    method: "POST",
    body: {},
    headers: { "if-match": `"${current}"` },
    timeoutMs: SAVE_TIMEOUT_MS,
    confirmation,
  });

export const importConfiguration = (request: ImportRequest) =>
  ask<Proposal>("/configuration/import", { method: "POST", body: request });

export const backUp = (passphrase: string, confirmation: string | undefined) =>
  ask<unknown>("/configuration/backup", { method: "POST", body: { passphrase }, confirmation });

export const readBackup = (file: string, passphrase: string, confirmation: string | undefined) =>
  ask<Proposal>("/configuration/restore", {
    method: "POST",
    body: { file, passphrase },
    confirmation,
  });

/** Where a file of the configuration is fetched. */
export const exportAddress = (
  kind: "export.yaml" | "export.csv" | "print.pdf",
  language: string | undefined = undefined,
) => `${API_PREFIX}/configuration/${kind}${query({ language })}`;

/**
 * Versions of a gateway's configuration. A content that is the newest already makes no version; one that
 * was not made from the newest is refused with it, so that nothing is overwritten unseen.
 */

import { toUtcString } from "@mega/domain";
import {
  BACKUP_VERSIONS_MAX,
  type ConfigurationHead,
  type ConfigurationPut,
  configurationHash,
  type KeptConfiguration,
} from "@mega/uplink";
import { bytesIn, bytesOrNullIn, numberIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { GatewayIdentity } from "../registry/gateway-guard.ts";
import { packDocument, unpackDocument } from "./packed-document.ts";

/** What came of it. */
export type PutOutcome =
  | { readonly kind: "saved"; readonly head: ConfigurationHead }
  | { readonly kind: "unchanged"; readonly head: ConfigurationHead }
  /** The newest is not the one that it was made from. */
  | { readonly kind: "moved"; readonly head: ConfigurationHead | null }
  /** The content is not what its hash says. */
  | { readonly kind: "altered"; readonly sha256: string };

const columns = "version, sha256, parent, generation, received_at";

/** Keeps a configuration, within a transaction of the gateway's. */
export async function putConfiguration(
  tx: Transaction,
  { gatewayId, generation }: GatewayIdentity,
  put: ConfigurationPut,
  nowMs: number,
): Promise<PutOutcome> {
  const { document, parent } = put;
  const secrets = put.secrets === null ? null : Buffer.from(put.secrets, "base64");
  const sha256 = configurationHash(document, secrets);
  if (sha256 !== put.sha256) return { kind: "altered", sha256 };
  const head = await newestHead(tx, gatewayId);
  if (head?.sha256 === sha256) return { kind: "unchanged", head };
  if ((head?.sha256 ?? null) !== parent) return { kind: "moved", head };
  const key = Buffer.from(sha256, "hex");
  const proof = put.proofSha256 === null ? null : Buffer.from(put.proofSha256, "hex");
  await tx.query(
    `INSERT INTO configuration_content (gateway_id, sha256, document, secrets, proof_sha256)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (gateway_id, sha256) DO NOTHING`,
    [gatewayId, key, packDocument(document), secrets, proof],
  );
  const version = (head?.version ?? 0) + 1;
  const [row] = await tx.query(
    `INSERT INTO configuration_version (gateway_id, version, sha256, parent, generation, received_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (gateway_id, version) DO NOTHING
       RETURNING ${columns}`,
    [gatewayId, version, key, bytesOfHex(parent), generation, toUtcString(nowMs)],
  );
  // Another one came between the look and the writing.
  if (row === undefined) {
    await forgetContents(tx, gatewayId);
    return { kind: "moved", head: await newestHead(tx, gatewayId) };
  }
  await forgetOld(tx, gatewayId, version);
  return { kind: "saved", head: headOf(row) };
}

/** The newest version with its content; null before the first. */
export async function newestConfiguration(
  tx: Transaction,
  gatewayId: number,
): Promise<KeptConfiguration | null> {
  const head = await newestHead(tx, gatewayId);
  return head === null ? null : configurationVersion(tx, gatewayId, head.version);
}

/** A version with its content; null where it is not kept. */
export async function configurationVersion(
  tx: Transaction,
  gatewayId: number,
  version: number,
): Promise<KeptConfiguration | null> {
  const [row] = await tx.query(
    `SELECT ${columns}, document, secrets
       FROM configuration_version JOIN configuration_content USING (gateway_id, sha256)
       WHERE gateway_id = $1 AND version = $2`,
    [gatewayId, version],
  );
  if (row === undefined) return null;
  const secrets = bytesOrNullIn(row, "secrets");
  return {
    head: headOf(row),
    document: unpackDocument(bytesIn(row, "document")),
    secrets: secrets === null ? null : Buffer.from(secrets).toString("base64"),
  };
}

/** The kept versions, newest first. */
export async function configurationVersions(
  tx: Transaction,
  gatewayId: number,
): Promise<ConfigurationHead[]> {
  const rows = await tx.query(
    `SELECT ${columns} FROM configuration_version WHERE gateway_id = $1
       ORDER BY version DESC LIMIT $2`,
    [gatewayId, BACKUP_VERSIONS_MAX],
  );
  return rows.map(headOf);
}

async function newestHead(tx: Transaction, gatewayId: number): Promise<ConfigurationHead | null> {
  const [row] = await tx.query(
    `SELECT ${columns} FROM configuration_version WHERE gateway_id = $1
       ORDER BY version DESC LIMIT 1`,
    [gatewayId],
  );
  return row === undefined ? null : headOf(row);
}

async function forgetOld(tx: Transaction, gatewayId: number, newest: number): Promise<void> {
  const oldest = newest - BACKUP_VERSIONS_MAX;
  if (oldest < 1) return;
  await tx.query("DELETE FROM configuration_version WHERE gateway_id = $1 AND version <= $2", [
    gatewayId,
    oldest,
  ]);
  await forgetContents(tx, gatewayId);
}

/** Contents of no version go. */
async function forgetContents(tx: Transaction, gatewayId: number): Promise<void> {
  await tx.query(
    `DELETE FROM configuration_content c WHERE gateway_id = $1 AND NOT EXISTS (
       SELECT FROM configuration_version v
         WHERE v.gateway_id = c.gateway_id AND v.sha256 = c.sha256)`,
    [gatewayId],
  );
}

function headOf(row: Row): ConfigurationHead {
  const parent = bytesOrNullIn(row, "parent");
  return {
    version: numberIn(row, "version"),
    sha256: hexOf(bytesIn(row, "sha256")),
    parent: parent === null ? null : hexOf(parent),
    generation: numberIn(row, "generation"),
    receivedAt: toUtcString((row["received_at"] as Date).getTime()),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function bytesOfHex(hex: string | null): Uint8Array | null {
  return hex === null ? null : Buffer.from(hex, "hex");
}

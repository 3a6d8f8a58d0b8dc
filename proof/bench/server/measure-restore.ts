// Another box in the place of one: what it takes the server to note the wish and to grant it, and what
// becomes of the box before.

import { createHash, randomBytes } from "node:crypto";
import { MegaError } from "@mega/domain";
import { configurationHash } from "@mega/uplink";
import { putConfiguration } from "../../../apps/server/src/backup/configuration-versions.ts";
import { identifyGateway } from "../../../apps/server/src/registry/gateway-guard.ts";
import { askRestore } from "../../../apps/server/src/restore/ask-restore.ts";
import { confirmRestore } from "../../../apps/server/src/restore/confirm-restore.ts";
import { RestoreTries } from "../../../apps/server/src/restore/restore-tries.ts";
import type { TestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import { middleOf } from "../measure/middle.ts";
import type { BenchRow } from "../row.ts";
import type { BenchServer } from "./open-server.ts";
import { atMost } from "./rows.ts";

const RESTORES = 15;
const proof = "ab".repeat(32);

/** Measures it. */
export async function measureRestore(
  bench: BenchServer,
  tell: (row: BenchRow) => void,
): Promise<void> {
  const replaced = bench.gateways.slice(0, RESTORES);
  const times: number[] = [];
  for (const [no, gateway] of replaced.entries()) times.push(await restoreMs(bench, gateway, no));
  tell(atMost("a restore, from the wish to the granted place", middleOf(times), 100, "ms"));
  let accepted = 0;
  for (const { credential } of replaced) if (await isHeard(bench, credential)) accepted += 1;
  tell(atMost(`replaced boxes that are still heard, of ${RESTORES}`, accepted, 0, "boxes"));
}

async function restoreMs(bench: BenchServer, gateway: TestGateway, no: number): Promise<number> {
  const { clock, database } = bench;
  await keepConfiguration(bench, gateway.gatewayId);
  const secretSha256 = createHash("sha256").update(randomBytes(32)).digest("hex");
  const newMac = `02:00:00:00:01:${no.toString(16).padStart(2, "0")}`;
  const wish = { oldMac: gateway.mac, newMac, model: "MEGA32", proof, secretSha256 } as const;
  const tries = new RestoreTries(clock);
  const fromMs = clock.monotonicMs();
  const { code } = await askRestore({ clock, database, tries }, wish, "192.0.2.1");
  const actor = { kind: "account", accountId: gateway.accountId, address: "192.0.2.2" } as const;
  await database.as({ kind: "job" }, (tx) =>
    confirmRestore(tx, code, { actor, nowMs: clock.nowMs() }),
  );
  return clock.monotonicMs() - fromMs;
}

/** One of the size of a large building's. */
async function keepConfiguration({ database, clock }: BenchServer, gatewayId: number) {
  const document = JSON.stringify({ channels: "a channel with its name ".repeat(900) });
  const sha256 = configurationHash(document, null);
  const proofSha256 = createHash("sha256").update(Buffer.from(proof, "hex")).digest("hex");
  const put = { document, secrets: null, proofSha256, sha256, parent: null };
  await database.as({ kind: "gateway", gatewayId }, (tx) =>
    putConfiguration(tx, { gatewayId, generation: 1 }, put, clock.nowMs()),
  );
}

async function isHeard({ clock, database }: BenchServer, credential: string): Promise<boolean> {
  try {
    await identifyGateway({ clock, database }, `Bearer ${credential}`);
    return true;
  } catch (cause) {
    if (cause instanceof MegaError) return false;
    throw cause;
  }
}

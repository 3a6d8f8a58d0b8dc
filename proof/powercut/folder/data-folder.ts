/**
 * Crash states of a whole data folder: the real `mega gateway` starts on an empty disk, is claimed and
 * takes readings, and is started once more. Whatever it told somebody must be so on every disk that a
 * cut can leave: its keys open what they sealed, its owner is its owner, its readings are there.
 */

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { Presence } from "../../../apps/gateway/src/access/presence.ts";
import { ConfigurationStore } from "../../../apps/gateway/src/configuration/configuration-store.ts";
import { deviceKey } from "../../../apps/gateway/src/configuration/device-key.ts";
import { storedConfiguration } from "../../../apps/gateway/src/configuration/opening-configuration.ts";
import { CertificateKeeper } from "../../../apps/gateway/src/front-door/certificate-keeper.ts";
import { ownNames } from "../../../apps/gateway/src/front-door/own-names.ts";
import { openStore } from "../../../apps/gateway/src/store/open-store.ts";
import { quickFolder } from "../../quick-folder.ts";
import { chanceFrom } from "../chance.ts";
import type { PartFigures } from "../figures.ts";
import { Trial } from "../gateway/tried-gateway.ts";
import { explore } from "../states/explore.ts";
import { readSteps, type Step } from "../states/step-log.ts";

/** Explores so many states of the folder. */
export async function exploreDataFolder(
  library: string,
  seed: number,
  states: number,
): Promise<PartFigures> {
  const { steps, root } = await loggedGateway(library);
  let [broken, seen] = [0, 0];
  let wrong: string | null = null;
  await explore({
    steps,
    folder: root,
    states,
    chance: chanceFrom(seed),
    judge: judgeFolder,
    onState(faults, stepNo) {
      seen += 1;
      if (faults.length === 0) return;
      broken += 1;
      wrong ??= `before step ${stepNo}: ${faults.join("; ")}`;
    },
  });
  const figures = { ends: seen, damaged: broken };
  return { part: "states of a data folder", ok: broken === 0 && seen > 0, figures, wrong };
}

async function loggedGateway(library: string): Promise<{ steps: readonly Step[]; root: string }> {
  const folder = quickFolder("folder");
  const [root, log] = [join(folder, "disk"), join(folder, "steps.log")];
  mkdirSync(root);
  const place = { folder, dataFolder: join(root, "data"), library, channels: 2 };
  const trial = new Trial(place, { MEGA_DISK_FOLDER: root, MEGA_DISK_LOG: log });
  const say = (line: string) => {
    const text = `${line}\n`;
    appendFileSync(log, `say ${Buffer.byteLength(text)}\n${text}`);
  };
  try {
    for (let life = 0; life < 2; life++) {
      const gateway = await trial.start();
      say("claimed");
      for (let reading = 1; reading <= 3; reading++) {
        const count = 1_000_000 + life * 10 + reading;
        await gateway.show(1, (count / 1000).toFixed(3));
        await gateway.read(1);
        say(`read ${count}`);
      }
      await gateway.end();
    }
    return { steps: readSteps(readFileSync(log)), root };
  } finally {
    await trial.end();
  }
}

/** What is not as it was said; empty when all is. */
async function judgeFolder(state: string, said: readonly string[]): Promise<readonly string[]> {
  const data = join(state, "data");
  if (!existsSync(data)) return said.length === 0 ? [] : ["the folder is gone"];
  const faults = [
    ...trying("gateway.db", () => judgeDatabase(data, said)),
    ...trying("certificate", () => judgeCertificate(data, said)),
  ];
  try {
    faults.push(...(await judgeReadings(data, said)));
  } catch (cause) {
    faults.push(`ledger.db: ${String(cause)}`);
  }
  rmSync(data, { recursive: true, force: true });
  return faults;
}

function trying(what: string, judge: () => readonly string[]): readonly string[] {
  try {
    return judge();
  } catch (cause) {
    return [`${what}: ${String(cause)}`];
  }
}

function judgeDatabase(data: string, said: readonly string[]): readonly string[] {
  const clock = systemClock();
  const database = openStore(data);
  try {
    const faults: string[] = [];
    const presence = new Presence(database, clock, data);
    const code = saidBehind(said, "Setup code: ");
    if (said.includes("claimed") && !presence.claimed) faults.push("the owner is gone");
    if (code !== undefined && !presence.claimed && presence.codeForClaim() !== code) {
      faults.push("the setup code is another one");
    }
    const stored = storedConfiguration(new ConfigurationStore(database, deviceKey(data), clock));
    const isUp = saidBehind(said, "COUNTERS page: ") !== undefined;
    if (isUp && stored === undefined) faults.push("the configuration is gone");
    if (stored !== undefined && stored.lostSecrets.length > 0) faults.push("secrets are lost");
    return faults;
  } finally {
    database.close();
  }
}

function judgeCertificate(data: string, said: readonly string[]): readonly string[] {
  const clock = systemClock();
  const fingerprint = saidBehind(said, "Certificate (SHA-256): ");
  const onFailure = (error: unknown) => {
    throw error;
  };
  const keeper = new CertificateKeeper({ clock, dataFolder: data, names: ownNames, onFailure });
  const isAnother = fingerprint !== undefined && keeper.fingerprint !== fingerprint;
  return isAnother ? ["the certificate is another one"] : [];
}

async function judgeReadings(data: string, said: readonly string[]): Promise<readonly string[]> {
  const wanted = Number(saidBehind(said, "read ") ?? 0);
  const ledger = await inlineLedgerHost({ path: join(data, "ledger.db"), clock: systemClock() });
  try {
    const report = await ledger.verify(1);
    const latest = ledger.snapshot().standings.get(1)?.latest?.count ?? 0;
    return [
      ...(report.ok ? [] : [`the ledger does not verify: ${JSON.stringify(report.firstBad)}`]),
      ...(latest >= wanted ? [] : [`${wanted} was acknowledged, ${latest} is there`]),
    ];
  } finally {
    await ledger.close();
  }
}

/** The rest of the newest line that holds these words. */
function saidBehind(said: readonly string[], words: string): string | undefined {
  return said.findLast((line) => line.includes(words))?.split(words)[1];
}

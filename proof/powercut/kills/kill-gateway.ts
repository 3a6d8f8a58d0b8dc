/** The real `mega gateway` is ended without a warning during its rounds, and started again. */

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mega } from "../../../tests/gateway/mega-process.ts";
import { quickFolder } from "../../quick-folder.ts";
import { chanceFrom } from "../chance.ts";
import type { PartFigures } from "../figures.ts";
import { Trial } from "../gateway/tried-gateway.ts";

const CHANNELS = 4;
const MILLISECONDS_BELOW = 40;

/** Kills it so many times. */
export async function killGateway(
  library: string,
  seed: number,
  kills: number,
): Promise<PartFigures> {
  const chance = chanceFrom(seed);
  const folder = quickFolder("kill-gateway");
  const dataFolder = join(folder, "data");
  const trial = new Trial({ folder, dataFolder, library, channels: CHANNELS });
  let [count, acknowledged, lost, damaged] = [1_000_000, 0, 0, 0];
  let known = "";
  try {
    for (let kill = 0; kill <= kills; kill++) {
      const gateway = await trial.start();
      const found = await gateway.latest(1);
      // A round that was asked for and not answered may be there as well.
      if (known !== "" && Number(found ?? 0) < Number(known)) lost += 1;
      for (let reading = 0; reading < 1 + chance(4); reading++) {
        count += 2;
        known = (count / 1000).toFixed(3);
        await gateway.show(1, known);
        await gateway.read(1);
        acknowledged += 1;
      }
      await gateway.show(1, ((count + 1) / 1000).toFixed(3));
      gateway.ask("POST", "/rounds").catch(() => undefined);
      await sleep(chance(MILLISECONDS_BELOW));
      await gateway.end("SIGKILL");
      if ((await mega("ledger", "verify", "--data", dataFolder)).code !== 0) damaged += 1;
    }
  } finally {
    await trial.end();
  }
  const wrong = lost + damaged > 0 ? `seed ${seed}: what was acknowledged is not there` : null;
  const figures = { ends: kills, acknowledged, lost, damaged };
  return { part: "kills of the gateway", ok: wrong === null && acknowledged > 0, figures, wrong };
}

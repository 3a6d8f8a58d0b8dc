/**
 * Hands over to the server at one go what a data folder holds, while no gateway runs on it: a past that
 * was made, such as a demo's, need not come in the small pieces that leave a running gateway its line.
 */

import { join } from "node:path";
import { type Clock, MegaError, systemClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { deviceKey } from "../configuration/device-key.ts";
import { openStore } from "../store/open-store.ts";
import { LEDGER_FILE } from "../system/folders.ts";
import { ServerConnection, type ServerRequest } from "./ask-server.ts";
import { UplinkStore } from "./uplink-store.ts";
import { uploadPass } from "./upload-pass.ts";

/** What is handed over, and to whom. */
export interface HandOver {
  readonly dataFolder: string;
  /** The server's address as the configuration has it, without a slash at its end. */
  readonly url: string;
  /** Hears how far the server says that it is. */
  readonly onPosition: (seq: number, headSeq: number) => void;
}

/**
 * Hands it over; the server asks for nothing more when this resolves.
 *
 * @throws MegaError CONFLICT where the gateway has not been enrolled there, or the server does not take
 *   what it is sent; LEDGER_LOCKED while a gateway runs on the folder
 */
export async function handOver({ dataFolder, url, onPosition }: HandOver): Promise<void> {
  const clock = systemClock();
  const ledger = await inlineLedgerHost({ path: join(dataFolder, LEDGER_FILE), clock });
  const database = openStore(dataFolder);
  const connection = new ServerConnection({ clock, url });
  const { signal } = new AbortController();
  try {
    const bearer = new UplinkStore(database, deviceKey(dataFolder)).credential(url)?.text;
    if (bearer === undefined) throw notTaken("it has not been enrolled");
    const ask = (request: ServerRequest) => connection.ask({ ...request, bearer }, signal);
    const headSeq = ledger.snapshot().head.seq;
    const ports = { clock: withoutPauses(clock), ledger, ask, signal };
    const end = await uploadPass(
      { ...ports, onPosition: (seq: number) => onPosition(seq, headSeq) },
      null,
    );
    if (end.kind !== "done") throw notTaken(JSON.stringify(end));
  } finally {
    connection.close();
    database.close();
    await ledger.close();
  }
}

/** Nobody else waits for the line or the ledger. */
function withoutPauses(clock: Clock): Clock {
  return { ...clock, setTimer: (_delayMs, callback) => clock.setTimer(0, callback) };
}

function notTaken(why: string): MegaError {
  return new MegaError("CONFLICT", `The server did not take what the gateway holds: ${why}`);
}

/**
 * A gateway that lives and uploads: the product's own pass, back-off and connection, on a clock by which
 * pauses are shorter, since nobody waits for a million others here.
 */

import { join } from "node:path";
import { type Clock, sleep, systemClock } from "@mega/domain";
import {
  ServerConnection,
  type ServerRequest,
} from "../../../apps/gateway/src/uplink/ask-server.ts";
import { backOffMs } from "../../../apps/gateway/src/uplink/back-off.ts";
import { uploadPass } from "../../../apps/gateway/src/uplink/upload-pass.ts";
import { chanceFrom } from "../../powercut/chance.ts";
import type { FleetGateway, FleetMessage, FleetTask } from "../messages.ts";
import { type Life, openLife } from "./life.ts";

/** So much shorter are pauses than in service. */
const QUICKER = 50;
/** Rounds taken at once, at most. */
const AT_ONCE_MAX = 3;
/** Entries that wait while nothing gets through; no more rounds are taken then. */
const WAITING_MAX = 60;

type Tell = (message: FleetMessage) => void;

/** Lives to the end of its rounds, and until all of it is at the server. */
export async function uploadLife(
  task: FleetTask,
  gateway: FleetGateway,
  tell: Tell,
): Promise<void> {
  const { no, credential: bearer } = gateway;
  const life = await openLife(join(task.folder, `gateway-${no}.db`), task.seed * 1000 + no);
  const { ledger } = life;
  const chance = chanceFrom(task.seed * 1000 + no + life.rounds());
  const { signal } = new AbortController();
  const book = bookOf(gateway, tell);
  const connections = task.urls.map((url) => new ServerConnection({ clock: quick, url }));
  let at = no;
  let [failures, isAsked] = [0, true];
  try {
    for (;;) {
      const waiting = ledger.snapshot().head.seq - book.newest();
      const more = waiting < WAITING_MAX ? chance(1 + AT_ONCE_MAX) : 0;
      await takeSome(life, Math.min(more, task.roundsEach - life.rounds()));
      const connection = connections[at % connections.length];
      if (connection === undefined) throw new Error("a fleet needs an ingest process");
      const ask = (request: ServerRequest) => connection.ask({ ...request, bearer }, signal);
      const ports = { clock: quick, ledger, ask, signal, onPosition: book.hear };
      const end = await uploadPass(ports, isAsked ? null : book.newest());
      if (end.kind === "done") {
        [failures, isAsked] = [0, false];
        if (life.rounds() >= task.roundsEach) return;
      } else if (end.kind === "failed") {
        [failures, isAsked] = [failures + 1, true];
        // As a balancer would.
        at += 1;
        await sleep(quick, backOffMs(failures, chance(1000) / 1000, end.retryAfterMs));
      } else {
        tell({ kind: "refused", no, why: JSON.stringify(end) });
        return;
      }
    }
  } finally {
    for (const connection of connections) connection.close();
    await life.close();
  }
}

const real = systemClock();
const quick: Clock = {
  ...real,
  setTimer: (delayMs, callback) => real.setTimer(delayMs / QUICKER, callback),
};

/** What the server says that it has; told when it is more, and when it is less than before. */
function bookOf({ no, acknowledged }: FleetGateway, tell: Tell) {
  let newest = acknowledged;
  return {
    newest: () => newest,
    hear: (seq: number) => {
      if (seq < newest) tell({ kind: "went-back", no, from: newest, to: seq });
      if (seq > newest) tell({ kind: "acknowledged", no, seq });
      newest = seq;
    },
  };
}

async function takeSome({ takeRound }: Life, rounds: number): Promise<void> {
  for (let taken = 0; taken < rounds; taken += 1) await takeRound();
}

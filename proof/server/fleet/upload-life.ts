/**
 * A gateway that lives and uploads: the product's own pass, back-off and connection, on a clock by which
 * pauses are shorter, since nobody waits for a million others here.
 */

import { join } from "node:path";
import { type Clock, sleep, systemClock } from "@mega/domain";
import type { ServerRequest } from "../../../apps/gateway/src/uplink/ask-server.ts";
import { backOffMs } from "../../../apps/gateway/src/uplink/back-off.ts";
import { uploadPass } from "../../../apps/gateway/src/uplink/upload-pass.ts";
import { chanceFrom } from "../../powercut/chance.ts";
import type { FleetGateway, FleetMessage, FleetTask } from "../messages.ts";
import { type Life, openLife } from "./life.ts";
import { wayToServer } from "./way-to-server.ts";

/** So much shorter are pauses than in service, and the time in which the pipe has to answer. */
const QUICKER = 50;
const QUICKER_PIPE = 8;
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
  const { urls, pipes } = task;
  const draw = () => chance(1000) / 1000;
  const clocks = { clock: quick, pipeClock: quickerBy(QUICKER_PIPE) };
  const way = wayToServer({ ...clocks, urls, pipes, first: no, draw });
  let batches = 0;
  const ask = (request: ServerRequest) => {
    if (request.path === "/v1/batch") batches += 1;
    return way.ask({ ...request, bearer }, signal);
  };
  let [failures, isAsked] = [0, true];
  try {
    for (;;) {
      const waiting = ledger.snapshot().head.seq - book.newest();
      const more = waiting < WAITING_MAX ? chance(1 + AT_ONCE_MAX) : 0;
      await takeSome(life, Math.min(more, task.roundsEach - life.rounds()));

      const ports = { clock: quick, ledger, ask, signal, onPosition: book.hear };
      const end = await uploadPass(ports, isAsked ? null : book.newest());
      if (end.kind === "done") {
        [failures, isAsked] = [0, false];
        if (life.rounds() >= task.roundsEach) return;
      } else if (end.kind === "failed") {
        [failures, isAsked] = [failures + 1, true];
        way.turnElsewhere();
        await sleep(quick, backOffMs(failures, draw(), end.retryAfterMs));
      } else {
        tell({ kind: "refused", no, why: JSON.stringify(end) });
        return;
      }
    }
  } finally {
    way.close();
    tell({ kind: "ways", no, all: batches, straight: way.straight() });
    await life.close();
  }
}

const real = systemClock();
const quickerBy = (times: number): Clock => ({
  ...real,
  monotonicMs: () => real.monotonicMs() * times,
  setTimer: (delayMs, callback) => real.setTimer(delayMs / times, callback),
});
const quick = quickerBy(QUICKER);

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

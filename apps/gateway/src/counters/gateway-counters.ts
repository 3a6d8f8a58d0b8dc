/** The COUNTERS table of a running gateway: its ledger with a memory, and the attempts of its rounds. */

import { Counters, type FiguresGround } from "@mega/figures";
import type { LedgerHost } from "@mega/ledger";
import type { RoundRunner } from "../acquisition/round-runner.ts";
import { Attempts } from "./attempts.ts";
import { ReadingMemo } from "./reading-memo.ts";

/** What the table is gathered from. */
export interface GatewayFigures extends FiguresGround {
  readonly ledger: LedgerHost;
  readonly runner: Pick<RoundRunner, "latest">;
}

/** Gathers the table; made once for a configuration, since it follows every commit from then on. */
export function gatewayCounters(figures: GatewayFigures): Counters {
  const { ledger, runner } = figures;
  const attempts = new Attempts();
  const { readingsAround } = new ReadingMemo(ledger);
  ledger.onCommit(() => attempts.note(runner.latest));
  return new Counters({
    ...figures,
    ledger: { ...ledger, readingsAround },
    attempts: {
      of: (meterId, counterId) => attempts.of(meterId, counterId),
      look() {
        attempts.note(runner.latest);
        return attempts.version;
      },
    },
  });
}

/**
 * A meter on a bus may tell its serial number in another answer than its counters. Both are one
 * reading when they belong to one round: each answer is given the number that its round heard.
 */

import type { WitnessedAnswer } from "@mega/simulator";
import type { GatewayTimes } from "./gateway-times.ts";

/** The same answers, each with the serial number of its round. */
export function withSerials(
  answers: readonly WitnessedAnswer[],
  { rounds }: GatewayTimes,
): readonly WitnessedAnswer[] {
  if (answers.every(({ shown }) => Object.keys(shown).length > 0)) return answers;
  const heard = new Map<number, string>();
  const roundNos = roundNosOf(answers, rounds);
  for (const [at, { serial, delivered }] of answers.entries()) {
    const roundNo = roundNos[at] ?? -1;
    if (serial !== null && delivered === "intact" && roundNo >= 0) heard.set(roundNo, serial);
  }
  return answers.map((answer, at) => ({
    ...answer,
    serial: heard.get(roundNos[at] ?? -1) ?? answer.serial,
  }));
}

function roundNosOf(
  answers: readonly WitnessedAnswer[],
  rounds: GatewayTimes["rounds"],
): readonly number[] {
  let roundNo = 0;
  return answers.map(({ leftAtMs }) => {
    while (roundNo < rounds.length && (rounds[roundNo]?.storedMs ?? 0) < leftAtMs) roundNo += 1;
    const round = rounds[roundNo];
    return round !== undefined && leftAtMs >= round.beganMs ? roundNo : -1;
  });
}

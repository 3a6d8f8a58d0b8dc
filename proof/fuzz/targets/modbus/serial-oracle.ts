/** What a master on a serial line may make of a talk. */

import type { FuzzCase, Verdict } from "../../run/fuzz-target.ts";
import { accepted, broken, refused } from "../../run/fuzz-target.ts";
import { answerText, pduOfAnswer, standsAt } from "./honest-answer.ts";
import type { Ended, SerialEngine } from "./serial-master.ts";
import { SerialMaster } from "./serial-master.ts";
import type { Question } from "./serial-talk.ts";
import { talkText } from "./serial-talk.ts";
import { closedFrame, honestPdu } from "./slave-bytes.ts";

const calmMs = 5000;

/** One talk with a master of its own. */
export function serialCase(talk: readonly Question[], makeEngine: () => SerialEngine): FuzzCase {
  return { show: () => talkText(talk), judge: () => judgeTalk(talk, makeEngine()) };
}

/**
 * Every answer was said, none is a late one to another question, every question ends, and the line
 * is in step afterwards.
 */
function judgeTalk(talk: readonly Question[], engine: SerialEngine): Verdict {
  const master = new SerialMaster(engine);
  let answers = 0;
  for (const [index, question] of talk.entries()) {
    const ended = master.ask(question);
    if (ended === undefined) return broken("hang", `Question ${index} does not end.`);
    const why = unsaid(question, ended) ?? lateAnswer(talk.slice(0, index), question, ended);
    if (why !== undefined) return broken("invented", `Question ${index}: ${why}`);
    if (ended.result.kind === "answered") answers++;
  }
  master.calm(calmMs);
  return deafness(master) ?? (answers > 0 ? accepted : refused);
}

function unsaid({ unit, request }: Question, { result, heard }: Ended): string | undefined {
  const form = pduOfAnswer(request, result);
  if (form === undefined) return undefined;
  const wanted = [unit, ...form];
  for (let at = 0; at + wanted.length + 2 <= heard.length; at++) {
    if (!standsAt(wanted, heard, at)) continue;
    const pdu = heard.subarray(at + 1, at + wanted.length);
    const frame = closedFrame(unit, pdu);
    if (standsAt([...frame], heard, at)) return undefined;
  }
  return `nobody said ${answerText(result)}.`;
}

/** The words of two questions differ, so an answer that holds another question's came too late. */
function lateAnswer(
  before: readonly Question[],
  { unit, request }: Question,
  { result }: Ended,
): string | undefined {
  if (result.kind !== "answered" || !("words" in result.response) || !("count" in request)) {
    return undefined;
  }
  const bytes = [...honestPdu(unit, request)];
  const taken = pduOfAnswer(request, result) ?? [];
  if (taken.join() === bytes.join()) return undefined;
  const owner = before.find(
    (one) => one.unit === unit && [...honestPdu(one.unit, one.request)].join() === taken.join(),
  );
  return owner && `it got the answer to ${JSON.stringify(owner.request)}.`;
}

function deafness(master: SerialMaster): Verdict | undefined {
  const request = { kind: "readInputWords", address: 9, count: 2 } as const;
  const bytes = closedFrame(4, honestPdu(4, request));
  const ended = master.ask({ unit: 4, request, heard: [{ afterMs: 30, bytes }] });
  if (ended?.result.kind === "answered") return undefined;
  return broken("hang", `Deaf afterwards: ${ended?.result.kind ?? "no end"}.`);
}

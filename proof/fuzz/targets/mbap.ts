/** Replies over Modbus TCP (Messaging on TCP/IP V1.0b), in segments of any cut, into the master. */

import type { MbapEnd } from "../../../packages/modbus/src/master/mbap-engine.ts";
import { MbapEngine } from "../../../packages/modbus/src/master/mbap-engine.ts";
import { joined } from "../draw/spoil-bytes.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import { answerText, pduOfAnswer, standsAt } from "./modbus/honest-answer.ts";
import { honestPdu } from "./modbus/slave-bytes.ts";
import type { TcpTalk } from "./modbus/tcp-talk.ts";
import { drawTcpTalk, tcpFrame, tcpTalkText } from "./modbus/tcp-talk.ts";

type LineJob = MbapEnd["job"];
/** What the talk needs of an engine. */
type TcpEngine = Pick<MbapEngine, "begin" | "take" | "tick" | "down">;

export const mbapTarget: FuzzTarget = mbapTargetOf((anyUnit) => new MbapEngine(anyUnit));

/** The target over another engine, to see the oracle at work. */
export function mbapTargetOf(makeEngine: (anyUnit: boolean) => TcpEngine): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => ({
      draw: (random) => {
        const anyUnit = random.once(2);
        const talk = drawTcpTalk(random);
        return {
          show: () => tcpTalkText(talk),
          judge: () => judgeTalk(talk, makeEngine(anyUnit), anyUnit),
        };
      },
    }),
  };
}

/** Every question ends once, with what a frame of its id and its unit said, and is not deaf after. */
function judgeTalk(talk: TcpTalk, engine: TcpEngine, anyUnit: boolean): Verdict {
  const jobs = talk.questions.map(({ unit, request }): LineJob => {
    const job = { unit, request, timeoutMs: 300, onEnd: () => undefined };
    engine.begin(job, 0);
    return job;
  });
  const ends: MbapEnd[] = [];
  let isBroken = false;
  for (const [at, segment] of talk.segments.entries()) {
    const taken = engine.take(segment, 1 + at / 1000);
    ends.push(...taken.ends);
    if (taken.broken === undefined) continue;
    isBroken = true;
    break;
  }
  ends.push(...(isBroken ? engine.down() : engine.tick(60_000)));
  const lost = jobs.findIndex((job) => ends.filter((end) => end.job === job).length !== 1);
  if (lost >= 0) return broken("hang", `Question ${lost} does not end once.`);
  const heard = joined(...talk.segments);
  for (const { job, result } of ends) {
    const form = pduOfAnswer(job.request, result);
    const id = jobs.indexOf(job) + 1;
    if (form === undefined || isSaid([id, job.unit, anyUnit], form, heard)) continue;
    return broken("invented", `Nobody said ${answerText(result)} to question ${id - 1}.`);
  }
  return deafness(engine, isBroken, jobs.length) ?? verdictOf(ends);
}

function verdictOf(ends: readonly MbapEnd[]): Verdict {
  return ends.some(({ result }) => result.kind === "answered") ? accepted : refused;
}

function isSaid(
  [id, unit, anyUnit]: readonly [number, number, boolean],
  form: readonly (number | undefined)[],
  heard: Uint8Array,
): boolean {
  const length = form.length + 1;
  const head = [id >> 8, id & 0xff, 0, 0, length >> 8, length & 0xff];
  const units = anyUnit ? [unit, 0, 255] : [unit];
  for (let at = 0; at + head.length < heard.length; at++) {
    if (units.some((one) => standsAt([...head, one, ...form], heard, at))) return true;
  }
  return false;
}

/** A stream that broke is opened anew; one that did not may stand in the middle of a frame. */
function deafness(engine: TcpEngine, isBroken: boolean, asked: number): Verdict | undefined {
  if (!isBroken) engine.down();
  const request = { kind: "readInputWords", address: 9, count: 2 } as const;
  engine.begin({ unit: 4, request, timeoutMs: 300, onEnd: () => undefined }, 70_000);
  const { ends } = engine.take(tcpFrame(asked + 1, 4, honestPdu(4, request)), 70_010);
  if (ends[0]?.result.kind === "answered") return undefined;
  return broken("hang", `Deaf afterwards: ${ends[0]?.result.kind ?? "no end"}.`);
}

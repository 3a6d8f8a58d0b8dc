/** The frame log of a bus as the interface tells it, and as a text for a file. */

import type { FrameInfo, FramePage, FramesQuery, FramesTextQuery } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Transport } from "@mega/modbus";
import { FRAMES_MAX, type FrameQuery, type LoggedFrame } from "../recorder/frame-ring.ts";
import type { FramesAnswer } from "../watched-buses.ts";
import { answerWords, hexOf, questionWords } from "./frame-words.ts";

const PAGE_MAX = 200;
const PAGE_USUAL = 100;

/** The query of a page for the ring. */
export function frameQueryOf(query: FramesQuery): FrameQuery {
  const { before, after, limit = PAGE_USUAL } = query;
  return {
    ...filterOf(query),
    ...(before === undefined ? {} : { beforeNo: before }),
    ...(after === undefined ? {} : { afterNo: after }),
    limit: Math.min(limit, PAGE_MAX),
  };
}

/** The query of a file: everything that is kept. */
export function fileQueryOf(query: FramesTextQuery): FrameQuery {
  return { ...filterOf(query), limit: FRAMES_MAX };
}

function filterOf(query: FramesTextQuery): Pick<FrameQuery, "unit" | "kind"> {
  return {
    ...(query.address === undefined ? {} : { unit: query.address }),
    ...(query.class === undefined ? {} : { kind: query.class }),
  };
}

/** A page of the log. */
export function framePageOf(answer: FramesAnswer, transport: Transport): FramePage {
  const { frames, newestNo, oldestNo } = answer;
  return { frames: frames.map((frame) => frameInfoOf(frame, transport)), newestNo, oldestNo };
}

/** A frame with its words. */
function frameInfoOf(frame: LoggedFrame, transport: Transport): FrameInfo {
  const { no, atMs, direction, bytes, kind, turnaroundMs, unit } = frame;
  const says = (direction === "sent" ? questionWords : answerWords)(transport, bytes);
  return {
    no,
    at: toUtcString(atMs),
    direction,
    hex: hexOf(bytes),
    class: kind,
    ...says,
    address: says.address ?? unit,
    latencyMs: turnaroundMs === null ? null : Math.round(turnaroundMs * 10) / 10,
  };
}

/** The log as a text, the oldest line first: number, time in UTC, direction, class, bytes, words. */
export function frameTextOf(answer: FramesAnswer, transport: Transport, busId: string): string {
  const lines = [...answer.frames].reverse().map((frame) => {
    const info = frameInfoOf(frame, transport);
    const arrow = info.direction === "sent" ? ">" : "<";
    const waited = info.latencyMs === null ? "" : ` ${info.latencyMs} ms`;
    const words = wordsText(info);
    return `${info.no}\t${info.at}\t${arrow}\t${info.class}${waited}\t${info.hex}\t${words}`;
  });
  return [`# bus ${busId}; no, UTC, > sent < received, class, bytes, meaning`, ...lines, ""].join(
    "\n",
  );
}

function wordsText(info: FrameInfo): string {
  const who = info.address === null ? "" : `address ${info.address}: `;
  switch (info.says) {
    case "question":
      return `${who}function ${info.functionCode}, ${info.wordCount ?? "?"} from ${info.wordAddress ?? "?"}`;
    case "answer":
      return `${who}${(info.words ?? []).join(" ")}`;
    case "exception":
      return `${who}exception ${info.exceptionCode}`;
    case "other":
      return `${who}function ${info.functionCode ?? "?"}`;
    case "unreadable":
      return `${who}unreadable`;
  }
}

/** Frames as lines of a table: bytes, and what they say. */

import type { FrameInfo } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { clockWithMs, plainMs } from "./bus-figures.ts";

const WORDS_SHOWN = 8;

/** The table of frames. */
export function FrameLines({ frames }: { readonly frames: readonly FrameInfo[] }) {
  const { bus } = allWords.value;
  const { columns } = bus;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll frames-scroll" tabIndex={0} aria-label={bus.framesRegion}>
      <table class="table log">
        <thead>
          <tr>
            <th scope="col">{columns.time}</th>
            <th scope="col" class="num">
              {columns.from}
            </th>
            <th scope="col">{columns.bytes}</th>
            <th scope="col" class="num">
              ms
            </th>
            <th scope="col">{columns.end}</th>
            <th scope="col">{columns.says}</th>
          </tr>
        </thead>
        <tbody>
          {frames.map((frame) => (
            <Line key={frame.no} frame={frame} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ frame }: { readonly frame: FrameInfo }) {
  const { bus } = allWords.value;
  const sent = frame.direction === "sent";
  return (
    <tr class={sent ? "sent" : ""}>
      <td>{clockWithMs(frame.at)}</td>
      <td class="num">{frame.address ?? ""}</td>
      <td>
        <span aria-hidden="true">{sent ? "→ " : "← "}</span>
        <span class="vh">{sent ? bus.sent : bus.received} </span>
        {frame.hex}
      </td>
      <td class="num">{sent || frame.latencyMs === null ? "" : plainMs(frame.latencyMs)}</td>
      <td>
        <span class={`st st--${lookOf(frame)}`}>{bus.classes[frame.class]}</span>
      </td>
      <td class="says">{meaningOf(frame)}</td>
    </tr>
  );
}

function lookOf(frame: FrameInfo): string {
  switch (frame.class) {
    case "ok":
      return "ok";
    case "exception":
    case "crc":
    case "wrong-reply":
    case "late":
    case "noise":
      return "warn";
    case "timeout":
    case "bus-down":
      return "bad";
    case "open":
      return "off";
  }
}

function meaningOf(frame: FrameInfo): string {
  const { says } = allWords.value.bus;
  const text = (value: number | null) => (value === null ? "?" : String(value));
  switch (frame.says) {
    case "question":
      return says.question(
        text(frame.functionCode),
        text(frame.wordCount),
        text(frame.wordAddress),
      );
    case "answer": {
      const all = frame.words ?? [];
      const shown = all.slice(0, WORDS_SHOWN).join(" ");
      return says.answer(all.length > WORDS_SHOWN ? `${shown} …` : shown);
    }
    case "exception":
      return says.exception(text(frame.exceptionCode));
    case "other":
      return says.other(text(frame.functionCode));
    case "unreadable":
      return says.unreadable;
  }
}

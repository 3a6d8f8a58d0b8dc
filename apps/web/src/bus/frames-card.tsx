/** The frames of a line, the newest first, filtered by address and class, live on demand. */

import type { FrameClass } from "@mega/contract";
import { useState } from "preact/hooks";
import { address, setParams } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { type FrameFilter, framesFile } from "./bus-client.ts";
import { FrameLines } from "./frame-lines.tsx";
import { useFrames } from "./use-frames.ts";

const classes: readonly FrameClass[] = [
  "ok",
  "exception",
  "timeout",
  "crc",
  "wrong-reply",
  "late",
  "noise",
];

/** The card. */
export function FramesCard({ busId }: { readonly busId: string }) {
  const { bus } = allWords.value;
  const [live, setLive] = useState(false);
  const filter = chosenFilter();
  const { frames, older, more, failure } = useFrames(busId, filter, live);
  return (
    <section class="card" aria-labelledby="frames" id="frames-card">
      <div class="card-head">
        <h2 id="frames" tabIndex={-1}>
          {bus.frames}
        </h2>
        <a class="btn" href={framesFile(busId, filter)} download>
          {bus.download}
        </a>
      </div>
      <div class="row frames-filter no-print">
        <label>
          <span>{bus.filterAddress}</span>
          <input
            class="input"
            type="number"
            inputMode="numeric"
            min={1}
            max={247}
            value={filter.address ?? ""}
            onChange={(event) => setParams({ address: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>{bus.filterClass}</span>
          <select
            class="select"
            value={filter.kind ?? ""}
            onChange={(event) => setParams({ class: event.currentTarget.value })}
          >
            <option value="">{bus.all}</option>
            {classes.map((kind) => (
              <option key={kind} value={kind}>
                {bus.classes[kind]}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={live}
            onChange={(event) => setLive(event.currentTarget.checked)}
          />
          {bus.framesLive}
        </label>
      </div>
      {frames.length === 0 ? <p class="soft small">{failure ?? bus.noFrames}</p> : null}
      {frames.length === 0 ? null : <FrameLines frames={frames} />}
      {more ? (
        <button type="button" class="btn no-print" onClick={older}>
          {bus.older}
        </button>
      ) : null}
    </section>
  );
}

/** The filter stands in the address, so that a finding can lead to its frames. */
function chosenFilter(): FrameFilter {
  const { params } = address.value;
  const unit = Number(params.get("address"));
  const kind = classes.find((candidate) => candidate === params.get("class"));
  const inRange = Number.isInteger(unit) && unit >= 1 && unit <= 247;
  return { address: inRange ? unit : undefined, kind };
}

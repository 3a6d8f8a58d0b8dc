/** The lines that meters hang on: buses and P1 ports, so that a fresh gateway is set up here. */

import type { GatewayConfig } from "@mega/contract";
import { allWords } from "../../state/all-words.ts";
import { addLine, type LineList, linesMax } from "../draft/links.ts";
import { edit } from "../state/config-state.ts";
import { LineFields } from "./line-fields.tsx";

/** The card. */
export function LinesCard({ of }: { readonly of: GatewayConfig }) {
  const { config } = allWords.value;
  return (
    <section class="card" aria-labelledby="lines-title">
      <div class="card-head">
        <h2 id="lines-title">{config.lines}</h2>
        <p class="small soft">{config.linesNote}</p>
      </div>
      <Lines of={of} list="buses" add={config.addBus} />
      <Lines of={of} list="p1Ports" add={config.addP1} />
    </section>
  );
}

function Lines(props: {
  readonly of: GatewayConfig;
  readonly list: LineList;
  readonly add: string;
}) {
  const { of, list, add } = props;
  const lines = of[list] ?? [];
  return (
    <div class="lines">
      {lines.map((line, index) => (
        <LineFields
          key={`${index}-${line.link.kind}`}
          of={of}
          list={list}
          index={index}
          line={line}
        />
      ))}
      <button
        type="button"
        class="btn"
        disabled={lines.length >= linesMax[list]}
        onClick={() => edit((before) => addLine(before, list))}
      >
        {add}
      </button>
    </div>
  );
}

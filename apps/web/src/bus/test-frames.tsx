/** Every question of a test with the bytes both ways. */

import type { TestExchange } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { clockWithMs, written } from "./bus-figures.ts";

/** The questions in their order; nothing where none was asked. */
export function TestFrames({ exchanges }: { readonly exchanges: readonly TestExchange[] }) {
  const { test } = allWords.value.bus;
  if (exchanges.length === 0) return null;
  return (
    <section class="evidence-part" aria-label={test.questions}>
      <h3>{test.questions}</h3>
      <ol class="exchanges">
        {exchanges.map((exchange, index) => (
          <Exchange key={`${exchange.at} ${index}`} exchange={exchange} />
        ))}
      </ol>
    </section>
  );
}

function Exchange({ exchange }: { readonly exchange: TestExchange }) {
  const { bus } = allWords.value;
  const { functionCode, wordAddress, wordCount, sentHex, receivedHex, latencyMs } = exchange;
  const good = exchange.class === "ok";
  const refused = exchange.exceptionCode === null ? "" : ` ${exchange.exceptionCode}`;
  return (
    <li>
      <p>
        <span class="small muted">{clockWithMs(exchange.at)}</span>{" "}
        {bus.test.question(String(functionCode), String(wordCount), String(wordAddress))}{" "}
        <span class={`st st--${good ? "ok" : exchange.class === "exception" ? "warn" : "bad"}`}>
          {bus.classes[exchange.class]}
          {refused}
        </span>{" "}
        <span class="small muted">{latencyMs === null ? "" : written(latencyMs)}</span>
      </p>
      <p class="frame">
        <span aria-hidden="true">→ </span>
        <span class="vh">{bus.sent} </span>
        {sentHex}
      </p>
      <p class="frame">
        <span aria-hidden="true">← </span>
        <span class="vh">{bus.received} </span>
        {receivedHex === "" ? bus.test.nothing : receivedHex}
      </p>
    </li>
  );
}

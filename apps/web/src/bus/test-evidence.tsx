/** What a live test found: its class with advice, counters, live values, and every frame. */

import type { MeterTest, TestedCounter } from "@mega/contract";
import { formatDateTime, formatDecimal, MISSING, unitSymbol } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { count, written } from "./bus-figures.ts";
import { TestFrames } from "./test-frames.tsx";

/** The evidence. */
export function TestEvidence({ found }: { readonly found: MeterTest }) {
  const { test } = allWords.value.bus;
  const advice = found.class === "ok" ? "" : test.advice[found.class];
  const code = found.exceptionCode === null ? "" : ` (exception ${found.exceptionCode})`;
  return (
    <div class="evidence">
      <p class="test-advice">
        <b>
          {test.found[found.class]}
          {code}
        </b>{" "}
        {advice}
      </p>
      <Facts found={found} />
      {found.counters.length === 0 ? null : <Counters counters={found.counters} />}
      {found.message === null ? null : <Message message={found.message} />}
      <TestFrames exchanges={found.exchanges} />
      {found.detail === "" ? null : (
        <details>
          <summary>{test.technical}</summary>
          <code lang="en">{found.detail}</code>
        </details>
      )}
    </div>
  );
}

function Facts({ found }: { readonly found: MeterTest }) {
  const { bus, channel } = allWords.value;
  const names: Readonly<Record<string, string>> = channel.liveNames;
  const { serialNumber, latencyMs, live, place } = found;
  const where =
    place.address === null ? place.text : `${place.text}, ${bus.address(String(place.address))}`;
  return (
    <dl class="test-facts">
      {where === "" ? null : <Fact name={bus.choose} value={where} />}
      {serialNumber === null ? null : <Fact name={bus.test.serial} value={serialNumber} />}
      {latencyMs === null ? null : <Fact name={bus.columns.wait} value={written(latencyMs)} />}
      {live.map(({ name, value, unit }) => (
        <Fact
          key={name}
          name={names[name] ?? name}
          value={`${formatDecimal(value, language.value)} ${unit === "1" ? "" : unitSymbol(unit)}`.trim()}
        />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Counters({ counters }: { readonly counters: readonly TestedCounter[] }) {
  const { bus } = allWords.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={bus.test.counters}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{bus.test.counters}</th>
            <th scope="col" class="num">
              {bus.test.value}
            </th>
            <th scope="col">{bus.state}</th>
            <th scope="col">{bus.test.raw}</th>
          </tr>
        </thead>
        <tbody>
          {counters.map((counter) => (
            <CounterLine key={counter.counterId} counter={counter} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CounterLine({ counter }: { readonly counter: TestedCounter }) {
  const { bus, states } = allWords.value;
  const names: Readonly<Record<string, string>> = states.counterIds;
  const { counterId, value, unit, state, needed, rawHex } = counter;
  const look = { read: "ok", "not-supported": "off", failed: "bad" }[state];
  const text = { read: bus.classes.ok, "not-supported": bus.test.notSupported, failed: bus.failed }[
    state
  ];
  return (
    <tr>
      <th scope="row">
        {names[counterId] ?? counterId}
        {needed ? null : <span class="muted small"> {bus.test.optional}</span>}
      </th>
      <td class="num">
        {value === null ? MISSING : formatDecimal(value, language.value)}{" "}
        {value === null ? null : <span class="unit">{unitSymbol(unit)}</span>}
      </td>
      <td>
        <span class={`st st--${look}`}>{text}</span>
      </td>
      <td class="mono small">{rawHex}</td>
    </tr>
  );
}

function Message({ message }: { readonly message: NonNullable<MeterTest["message"]> }) {
  const { test } = allWords.value.bus;
  const time = formatDateTime(message.receivedAt, timeZone.value, language.value);
  return (
    <section class="evidence-part" aria-label={test.message}>
      <h3>{test.message}</h3>
      <p class="small soft">{test.received(time, count(message.bytes))}</p>
      <pre class="frame">{message.text}</pre>
    </section>
  );
}

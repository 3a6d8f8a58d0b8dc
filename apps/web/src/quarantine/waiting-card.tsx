/** The waiting readings of one source: what, why in plain words, and what may be done. */

import type { QuarantinedSource, WaitingReading } from "@mega/contract";
import { formatCount, formatDateTime, formatQuantity } from "@mega/locale";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { type DecisionKind, decisionOf } from "../state/decision.ts";
import { exchangeOf } from "../state/exchange.ts";
import { language, timeZone } from "../state/session.ts";

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
const decisions: readonly DecisionKind[] = ["release", "rollover", "discard"];

interface WaitingProps {
  readonly source: QuarantinedSource;
  /** The channel whose number confirms a decision. */
  readonly channelNo: number;
  /** Whether the channels are named as links, or the card stands on the page of its channel. */
  readonly linked: boolean;
}

/** The card of a source. */
export function WaitingCard({ source, channelNo, linked }: WaitingProps) {
  const { quarantine } = allWords.value;
  const id = `waiting-${source.sourceNo}`;
  return (
    <section class="card waiting" aria-labelledby={id}>
      <h2 id={id}>{linked ? <Channels source={source} /> : <Title source={source} />}</h2>
      <p class="st st--bad">
        <span>{reasonText(source)}</span>
      </p>
      <p class="soft small">{waitingText(source)}</p>
      <Figures source={source} />
      <div class="row no-print">
        {source.actions.includes("exchange") ? (
          <button
            type="button"
            class="btn"
            onClick={() => {
              exchangeOf.value = channelNo;
            }}
          >
            {allWords.value.exchange.open}
          </button>
        ) : null}
        {decisions
          .filter((kind) => source.actions.includes(kind))
          .map((kind) => (
            <button
              key={kind}
              type="button"
              class="btn"
              onClick={() => {
                decisionOf.value = { kind, source, channelNo };
              }}
            >
              {quarantine.actions[kind]}
            </button>
          ))}
      </div>
    </section>
  );
}

function Title({ source }: { readonly source: QuarantinedSource }) {
  const { quarantine } = allWords.value;
  return (
    <>
      {quarantine.title}, {counterText(source)}
    </>
  );
}

function Channels({ source }: { readonly source: QuarantinedSource }) {
  return (
    <>
      {source.channels.map(({ channelNo, name }, index) => (
        <span key={channelNo}>
          {index === 0 ? "" : ", "}
          <a href={inside(`/channels/${channelNo}`)} data-inside>
            CH{channelNo}
          </a>
          {name === "" ? "" : ` ${name}`}
        </span>
      ))}
      , {counterText(source)}
    </>
  );
}

function counterText({ counterId }: QuarantinedSource): string {
  const names: Readonly<Record<string, string>> = allWords.value.states.counterIds;
  return names[counterId] ?? counterId;
}

function reasonText({ first }: QuarantinedSource): string {
  const { quarantine, states } = allWords.value;
  const explained: Readonly<Record<string, string>> = quarantine.reasons;
  return explained[first.reason] ?? states.reasons[first.reason];
}

function waitingText({ readings, first }: QuarantinedSource): string {
  const { quarantine } = allWords.value;
  if (readings === 1) return quarantine.waitsOne(written(first.takenAt));
  return quarantine.waits(formatCount(readings, language.value), written(first.takenAt));
}

function Figures({ source }: { readonly source: QuarantinedSource }) {
  const { quarantine } = allWords.value;
  const { unit, lastAccepted, first, last, serialNumber } = source;
  const index = (text: string) => formatQuantity(text, unit, language.value);
  return (
    <dl class="pairs">
      {serialNumber === null ? null : (
        <>
          <dt>{quarantine.declared}</dt>
          <dd>{serialNumber}</dd>
        </>
      )}
      {lastAccepted === null ? null : (
        <>
          <dt>
            {quarantine.lastAccepted}, {written(lastAccepted.takenAt)}
          </dt>
          <dd>
            <b>{index(lastAccepted.index)}</b>
          </dd>
        </>
      )}
      <Waiting label={quarantine.first} reading={first} unit={unit} />
      {first.seq === last.seq ? null : (
        <Waiting label={quarantine.last} reading={last} unit={unit} />
      )}
    </dl>
  );
}

function Waiting(props: {
  readonly label: string;
  readonly reading: WaitingReading;
  readonly unit: QuarantinedSource["unit"];
}) {
  const { takenAt, index, serialNumber } = props.reading;
  return (
    <>
      <dt>
        {props.label}, {written(takenAt)}
      </dt>
      <dd>
        <b>{formatQuantity(index, props.unit, language.value)}</b>
        {serialNumber === null ? "" : `, ${allWords.value.quarantine.serial(serialNumber)}`}
      </dd>
    </>
  );
}

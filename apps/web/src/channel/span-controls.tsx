/** Which span the chart shows and what it is compared with. */

import { Chevron } from "../shell/icons.tsx";
import { setParams } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { type ChartSpan, movedDay } from "./span.ts";

/** One span back, the span of today, one span on; ends where there are no readings. */
export function SpanButtons(props: {
  readonly span: ChartSpan;
  readonly first: boolean;
  readonly last: boolean;
}) {
  const { channel } = allWords.value;
  return (
    <div class="row no-print">
      <button
        type="button"
        class="btn btn--icon"
        aria-label={channel.previous}
        aria-disabled={!props.first}
        onClick={() => props.first && setParams({ d: movedDay(props.span, -1) })}
      >
        <Chevron to="left" />
      </button>
      <button type="button" class="btn" onClick={() => setParams({ d: null })}>
        {channel.today}
      </button>
      <button
        type="button"
        class="btn btn--icon"
        aria-label={channel.next}
        aria-disabled={props.last}
        onClick={() => props.last || setParams({ d: movedDay(props.span, 1) })}
      >
        <Chevron to="right" />
      </button>
    </div>
  );
}

/** What the bars are compared with. */
export function CompareField({ span }: { readonly span: ChartSpan }) {
  const { channel } = allWords.value;
  return (
    <div class="field">
      <label for="compare">{channel.compare}</label>
      <select
        id="compare"
        class="select"
        value={span.compare ?? ""}
        onChange={(event) => setParams({ compare: event.currentTarget.value })}
      >
        <option value="">{channel.compareNone}</option>
        <option value="previous">{channel.comparePrevious}</option>
        <option value="year">{channel.compareYear}</option>
      </select>
    </div>
  );
}

/**
 * How a month of a channel falls into stretches: within one, neither the tenancy nor the meter
 * behind a counter changes. An exchange that a person recorded decides when the meter changed; the
 * binding that follows the meter's first answer only decides where nobody recorded one.
 */

import type { ChannelBinding, CounterNo, Tenancy } from "../installation/channel.ts";
import type { SourceNo } from "../installation/source.ts";
import type { Quantity } from "../quantity/quantity.ts";
import type { Span } from "../time/calendar.ts";

/** A meter exchanged, or a counter set back (one source twice), as a person recorded it. */
export interface MeterExchange {
  readonly oldSourceNo: SourceNo;
  readonly newSourceNo: SourceNo;
  readonly atMs: number;
  readonly oldEndCount: number;
  readonly newStartCount: number;
  /** The entry that holds it. */
  readonly seq: number;
}

/** A tenancy, with the indexes fixed at its end where it has ended. */
export interface TenancyPeriod extends Tenancy {
  readonly closing?: Readonly<Record<CounterNo, Quantity | null>> | null;
}

/** A span of one counter with one tenancy and one meter. */
export interface Stretch extends Span {
  readonly counterNo: CounterNo;
  readonly sourceNo: SourceNo;
  readonly tenancy: TenancyPeriod;
  /** The exchange the meter came with, when it came at fromMs. */
  readonly begunBy: MeterExchange | null;
  /** The exchange the meter went with, when it went at toMs. */
  readonly endedBy: MeterExchange | null;
}

/** From when on a counter of a channel shows a source. */
interface Era {
  readonly fromMs: number;
  readonly sourceNo: SourceNo | null;
  readonly exchange: MeterExchange | null;
}

/** The stretches of one counter within a span, oldest first. */
export function stretchesOf(
  counterNo: CounterNo,
  span: Span,
  bindings: readonly ChannelBinding[],
  exchanges: readonly MeterExchange[],
  tenancies: readonly TenancyPeriod[],
): readonly Stretch[] {
  const eras = erasOf(counterNo, bindings, exchanges);
  const stretches: Stretch[] = [];
  for (const [position, era] of eras.entries()) {
    if (era.sourceNo === null) continue;
    const next = eras[position + 1];
    const eraToMs = next?.fromMs ?? Number.POSITIVE_INFINITY;
    for (const tenancy of tenancies) {
      const tenancyToMs = tenancy.endedAtMs ?? Number.POSITIVE_INFINITY;
      const fromMs = Math.max(span.fromMs, era.fromMs, tenancy.startedAtMs);
      const toMs = Math.min(span.toMs, eraToMs, tenancyToMs);
      if (fromMs >= toMs) continue;
      const begunBy = fromMs === era.fromMs ? era.exchange : null;
      const endedBy = toMs === eraToMs ? (next?.exchange ?? null) : null;
      const { sourceNo } = era;
      stretches.push({ fromMs, toMs, counterNo, sourceNo, tenancy, begunBy, endedBy });
    }
  }
  return stretches.sort((a, b) => a.fromMs - b.fromMs);
}

/** One change of what a counter shows: by a binding or by an exchange. */
interface Change {
  readonly atMs: number;
  readonly sourceNo: SourceNo | null;
  readonly exchange: MeterExchange | null;
}

function erasOf(
  counterNo: CounterNo,
  bindings: readonly ChannelBinding[],
  exchanges: readonly MeterExchange[],
): readonly Era[] {
  const changes: Change[] = changesByBinding(counterNo, bindings, exchanges);
  for (const exchange of exchanges) {
    changes.push({ atMs: exchange.atMs, sourceNo: exchange.newSourceNo, exchange });
  }
  // The exchange comes first where both fall on one instant: it carries the indexes.
  changes.sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
  const eras: Era[] = [];
  for (const { atMs, sourceNo, exchange } of changes) {
    const current = eras.at(-1)?.sourceNo ?? null;
    if (exchange !== null && exchange.oldSourceNo !== current) continue;
    if (exchange === null && eras.length > 0 && sourceNo === current) continue;
    if (eras.at(-1)?.fromMs === atMs && exchange === null) eras.pop();
    eras.push({ fromMs: atMs, sourceNo, exchange });
  }
  return eras;
}

function rank(change: Change): number {
  return change.exchange === null ? 1 : 0;
}

/** A binding from an old meter to its successor counts from the exchange between them. */
function changesByBinding(
  counterNo: CounterNo,
  bindings: readonly ChannelBinding[],
  exchanges: readonly MeterExchange[],
): Change[] {
  const ordered = [...bindings].sort((a, b) => a.fromMs - b.fromMs);
  let before: SourceNo | null = null;
  return ordered.map((binding) => {
    const sourceNo = counterNo === 1 ? binding.counter1 : binding.counter2;
    const exchange = exchanges.find(
      ({ oldSourceNo, newSourceNo }) =>
        oldSourceNo !== newSourceNo && oldSourceNo === before && newSourceNo === sourceNo,
    );
    before = sourceNo;
    return { atMs: exchange?.atMs ?? binding.fromMs, sourceNo, exchange: null };
  });
}

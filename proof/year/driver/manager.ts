/**
 * The property manager at the gateway's pages: records exchanges and new tenants, and answers what
 * waits in the quarantine, by what persons on site have told. He asks the interface as a page does;
 * what it refuses he leaves for another visit.
 */

import type {
  CountersTable,
  ExchangePreview,
  NewPeriodAnswer,
  Problem,
  QuarantinedSource,
  QuarantineList,
} from "@mega/contract";
import type { Clock } from "@mega/domain";
import type { Scenario } from "@mega/simulator";
import type { YearEvent } from "../events/year-event.ts";
import type { CounterAct, RecordedPeriod } from "../expected/acts.ts";
import { channelMeters } from "./channels.ts";
import type { Answer, GatewayBox } from "./gateway-box.ts";
import { indexText } from "./index-text.ts";
import type { SiteChange, SiteNotes } from "./site-notes.ts";
import { counterKey, type RefusedAct } from "./year-record.ts";

/** What the manager needs. */
export interface ManagerOptions {
  readonly scenario: Scenario;
  readonly notes: SiteNotes;
  readonly trueClock: Clock;
  readonly box: () => GatewayBox;
  /** What a display shows at an instant, in micro-units. */
  readonly display: (meterId: string, counterId: string, atMs: number) => number;
}

type Moving = Extract<YearEvent, { kind: "moving" }>;

const triesMax = 3;

/** The property manager. */
export class Manager {
  readonly acts = new Map<string, CounterAct[]>();
  readonly periods = new Map<number, RecordedPeriod[]>();
  readonly refused: RefusedAct[] = [];
  readonly #options: ManagerOptions;
  readonly #open: Set<SiteChange>;
  readonly #channels: readonly string[];
  readonly #tries = new Map<SiteChange, number>();
  #reading: string | null = null;

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#channels = channelMeters(options.scenario);
    this.#open = new Set(options.notes.changes);
  }

  /** The one meter that is being read because he asked for it. */
  get reading(): string | null {
    return this.#reading;
  }

  /** A new tenant. */
  async moveIn({ channelNo, how, lateMs }: Moving): Promise<void> {
    const meterId = this.#channels[channelNo - 1] ?? "";
    const nowMs = this.#nowMs();
    const effectiveMs = nowMs - lateMs;
    const path = `/channels/${channelNo}`;
    const table = await this.#preview<CountersTable>(`/counters?channels=${channelNo}`);
    const counters = table?.rows[0]?.counters ?? [];
    const typed: Record<string, string> = {};
    const values = counters.flatMap(({ counterNo, counterId, decimals, unit, latest }) => {
      if (latest === null) return [];
      const micro = this.#options.display(meterId, counterId, effectiveMs);
      const index = indexText(micro, unit, decimals);
      typed[counterId] = index;
      return [{ counterNo, index }];
    });
    const request = {
      effectiveAt: how === "read" ? null : instantText(effectiveMs),
      index: how === "typed" ? { kind: "person", values } : { kind: how },
      confirmChannelNo: channelNo,
    };
    this.#reading = how === "read" ? meterId : null;
    const answer = await this.#box.ask("POST", `${path}/periods`, request);
    this.#reading = null;
    if (answer.status !== 201) {
      this.#note(meterId, `moving in, ${how}`, answer.body);
      return;
    }
    const { startedAt } = JSON.parse(answer.body) as NewPeriodAnswer;
    const period = { trueMs: this.#nowMs(), atMs: Date.parse(startedAt), how };
    const known = this.periods.get(channelNo) ?? [];
    this.periods.set(channelNo, [...known, { ...period, typed: how === "typed" ? typed : {} }]);
  }

  /** Records what he has been told of, then answers what waits. */
  async visit(): Promise<void> {
    const nowMs = this.#nowMs();
    for (const change of [...this.#open]) {
      if (change.knownMs <= nowMs) await this.#record(change);
    }
    const list = await this.#preview<QuarantineList>("/quarantine");
    for (const waiting of list?.sources ?? []) await this.#answer(waiting);
  }

  async #record(change: SiteChange): Promise<void> {
    const { meterId, kind, serial } = change;
    const channelNo = this.#channelOf(meterId);
    const path = `/channels/${channelNo}`;
    const preview = await this.#preview<ExchangePreview>(`${path}/exchange-preview?kind=${kind}`);
    if (preview === null) {
      this.#note(meterId, kind, "no preview");
      return;
    }
    const indexes = preview.counters.flatMap(({ counterId, decimals, unit }) => {
      const known = change.indexes[counterId];
      if (known === undefined) return [];
      const [oldEnd, newStart] = [known.oldEnd, known.newStart].map((micro) =>
        indexText(micro, unit, decimals),
      );
      return [{ counterId, oldEnd: oldEnd ?? "", newStart: newStart ?? "" }];
    });
    const request = {
      kind,
      at: instantText(change.atMs),
      serialNumber: kind === "exchanged" ? serial : null,
      counters: indexes,
      why: "from the protocol of the installer",
      confirmChannelNo: channelNo,
    };
    const answer = await this.#box.ask("POST", `${path}/exchanges`, request);
    if (answer.status !== 201) {
      this.#giveUp(change, answer.body);
      return;
    }
    this.#open.delete(change);
    const recorded = { kind, atMs: Date.parse(request.at), serial: request.serialNumber };
    const vouched = this.#box.clock.state === "S";
    for (const { counterId, oldEnd, newStart } of indexes) {
      this.#act(meterId, counterId, {
        ...recorded,
        trueMs: this.#nowMs(),
        oldEnd,
        newStart,
        vouched,
      });
    }
  }

  async #answer(waiting: QuarantinedSource): Promise<void> {
    const { meterId, counterId, sourceNo, last, actions } = waiting;
    if (this.#options.notes.neglected.has(meterId)) return;
    // Somebody will come with the protocol: nothing is decided before.
    if ([...this.#open].some((change) => change.meterId === meterId && this.#isPast(change)))
      return;
    const kind = actions.includes("rollover") ? "rollover" : "discard";
    const channelNo = waiting.channels[0]?.channelNo ?? 0;
    const answer = await this.#box.ask("POST", `/channels/${channelNo}/quarantine/${kind}`, {
      sourceNo,
      upToSeq: last.seq,
      why: "looked at the display of the meter",
      confirmChannelNo: channelNo,
    });
    if (answer.status !== 200) {
      this.#note(meterId, kind, answer.body);
      return;
    }
    this.#act(meterId, counterId, { kind, trueMs: this.#nowMs() });
  }

  /** What the page refuses three times he leaves as it is. */
  #giveUp(change: SiteChange, answer: string): void {
    const tries = (this.#tries.get(change) ?? 0) + 1;
    this.#tries.set(change, tries);
    if (tries < triesMax) return;
    this.#open.delete(change);
    this.#note(change.meterId, change.kind, answer);
  }

  #isPast({ atMs }: SiteChange): boolean {
    return atMs <= this.#nowMs();
  }

  #act(meterId: string, counterId: string, act: CounterAct): void {
    const key = counterKey(meterId, counterId);
    this.acts.set(key, [...(this.acts.get(key) ?? []), act]);
  }

  #note(meterId: string, what: string, answer: string): void {
    this.refused.push({ trueMs: this.#nowMs(), meterId, what, answer: detailOf(answer) });
  }

  async #preview<Shown>(path: string): Promise<Shown | null> {
    const answer: Answer = await this.#box.ask("GET", path);
    return answer.status === 200 ? (JSON.parse(answer.body) as Shown) : null;
  }

  #channelOf(meterId: string): number {
    return this.#channels.indexOf(meterId) + 1;
  }

  #nowMs(): number {
    return this.#options.trueClock.nowMs();
  }

  get #box(): GatewayBox {
    return this.#options.box();
  }
}

/** What the page would show of a refusal. */
function detailOf(answer: string): string {
  if (!answer.startsWith("{")) return answer;
  const { detail } = JSON.parse(answer) as Partial<Problem>;
  return (detail ?? answer).slice(0, 300);
}

function instantText(atMs: number): string {
  return new Date(atMs).toISOString();
}

/**
 * One bus of virtual meters as the slave engine wants it: the words behind every address, and what
 * goes wrong with the replies. Chance is drawn from the scenario's seed.
 */

import type { Clock } from "@mega/domain";
import type { SlaveBehaviour, SlaveFault, SlaveImage } from "@mega/modbus";
import { createSeededRandom } from "@mega/modbus";
import type { AskedWords, ModbusMeter } from "../meters/modbus-meter.ts";
import type { Fault } from "../scenario/faults.ts";
import { seedOf } from "../truth/seeded-hash.ts";
import type { WitnessBook, WitnessPage } from "../witness/witness.ts";
import { deliveryOf } from "./delivery-of.ts";
import { type Reply, type ReplyTurn, replyOf } from "./reply-of.ts";

/** A meter with what goes wrong with it. */
export interface BusMeter {
  readonly id: string;
  readonly meter: ModbusMeter;
  /** Meters that have the same address for a time. */
  readonly others: readonly {
    readonly fault: Extract<Fault, { kind: "duplicate" }>;
    readonly meter: ModbusMeter;
  }[];
  readonly faults: readonly Fault[];
}

/** What the behaviour of a bus is made of. */
export interface BusBehaviourOptions {
  readonly framing: "rtu" | "mbap";
  readonly meters: readonly BusMeter[];
  readonly clock: Clock;
  readonly seed: number;
  /** Of a meter in good health. */
  readonly turnaroundMs: number;
  /** Where answers are written down; null for nowhere. */
  readonly witness: WitnessBook | null;
}

/** A meter at its address, and the turn of the question that is being answered. */
interface Slave extends ReplyTurn {
  readonly meter: ModbusMeter;
  readonly page: WitnessPage | null;
  reply: Reply;
}

const illegalDataAddress = { kind: "exception", code: 2 } as const;

/** The slaves of one bus. */
export function busBehaviour(options: BusBehaviourOptions): SlaveBehaviour {
  const { framing, clock } = options;
  const slaves = new Map(
    options.meters.map((entry) => [entry.meter.address, slaveOf(entry, options)]),
  );
  return {
    framing,
    image: imageOf(slaves, clock),
    turnaroundMs: (unit) => slaves.get(unit)?.reply.turnaroundMs ?? options.turnaroundMs,
    faultFor({ unit }): SlaveFault | undefined {
      const slave = slaves.get(unit);
      if (slave === undefined) return undefined;
      slave.reply = replyOf(slave, clock.nowMs());
      return slave.reply.fault;
    },
  };
}

function slaveOf(entry: BusMeter, { seed, turnaroundMs, witness }: BusBehaviourOptions): Slave {
  const { id, meter, others, faults } = entry;
  return {
    meter,
    others,
    faults,
    turnaroundMs,
    random: createSeededRandom(seedOf(seed, `fault ${id}`)),
    strengthSeed: seedOf(seed, `stronger ${id}`),
    page: witness?.pageOf(id, meter.counterIds) ?? null,
    reply: { fault: undefined, turnaroundMs, other: null },
  };
}

function imageOf(slaves: ReadonlyMap<number, Slave>, clock: Clock): SlaveImage {
  return {
    serves: (unit) => slaves.has(unit),
    readWords(unit, functionCode, address, count) {
      const slave = slaves.get(unit);
      const meter = slave?.reply.other ?? slave?.meter;
      if (slave === undefined || meter === undefined) return illegalDataAddress;
      if (count > meter.profile.limits.maxWordsPerRead) return illegalDataAddress;
      const nowMs = clock.nowMs();
      const asked = { functionCode, address, count };
      const known = meter.wordsAt(asked, nowMs);
      const words: number[] = [];
      let missing = 0;
      for (const word of known) {
        if (word === undefined) missing += 1;
        words.push(word ?? 0);
      }
      const refused = missing === count || (missing > 0 && !meter.profile.limits.holesAllowed);
      if (refused) return illegalDataAddress;
      if (slave.page !== null) testify(slave.page, slave.reply, meter, asked, nowMs);
      return { kind: "words", words };
    },
  };
}

/** Questions that hold neither a counter nor the serial number are nothing to write down. */
function testify(
  page: WitnessPage,
  { fault, turnaroundMs }: Reply,
  meter: ModbusMeter,
  asked: AskedWords,
  atMs: number,
): void {
  const { figures, serial } = meter.shownIn(asked, atMs);
  if (serial === null && figures.every(Number.isNaN)) return;
  const { delivered, afterMs } = deliveryOf(fault, turnaroundMs);
  page.write({ atMs, leftAtMs: atMs + afterMs, delivered, serial, shown: figures });
}

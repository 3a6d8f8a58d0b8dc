/**
 * The sense of one counter of a Modbus profile: what its form allows and yet cannot be. Each rule
 * keeps a figure off a bill that the meter never showed.
 */

import { finding, type ProfileFinding } from "./check-rules.ts";
import { countScale } from "./count-scale.ts";
import type { ModbusCounter, NumberAt } from "./profile.ts";
import { rolloverCountOf } from "./sources.ts";
import { powerOfTen } from "./words.ts";

/** Something about a counter that must not be. */
interface CounterRule {
  readonly key: keyof ModbusCounter | "fraction.step";
  readonly broken: (counter: ModbusCounter) => boolean;
  readonly message: string;
  readonly value: (counter: ModbusCounter) => unknown;
  readonly allowed: string;
}

const rules: readonly CounterRule[] = [
  {
    key: "step",
    broken: (counter) => (countScale(counter, undefined)?.decimals ?? 0) > 9,
    message: "The step is too fine.",
    value: ({ step }) => step,
    allowed: "at most 9 decimals in the unit of billing",
  },
  {
    key: "step",
    broken: ({ unit, step }) => unit === "pulse" && step !== "1",
    message: "A pulse is counted one by one.",
    value: ({ step }) => step,
    allowed: "1",
  },
  {
    key: "rollsOverAt",
    broken: (counter) => counter.rollsOverAt !== null && rolloverCountOf(counter) === null,
    message: "It is no whole number of steps.",
    value: ({ rollsOverAt }) => rollsOverAt,
    allowed: "whole steps",
  },
  {
    key: "rollsOverAt",
    // Each number of a sum rolls over on its own, so the sum falls by less than it ever shows.
    broken: ({ plus, rollsOverAt }) => plus !== undefined && rollsOverAt !== null,
    message: "A sum has no rollover of its own.",
    value: ({ rollsOverAt }) => rollsOverAt,
    allowed: "null",
  },
  {
    key: "unitCode",
    broken: ({ unitFrom, unitCode }) => unitFrom !== undefined && unitCode === undefined,
    message: "The unit register needs a code for the unit.",
    value: () => undefined,
    allowed: "a number",
  },
  {
    key: "fraction",
    broken: (counter) =>
      counter.fraction !== undefined && (isFloat(counter) || isFloat(counter.fraction)),
    message: "The two parts of a counter are integers.",
    value: ({ fraction }) => fraction?.type,
    allowed: "u16 … s64",
  },
  {
    key: "fraction.step",
    broken: ({ fraction, step, unitChoices = [] }) =>
      fraction !== undefined &&
      [step, ...unitChoices.map((choice) => choice.step)].some(
        (coarse) => (powerOfTen(fraction.step) ?? 0) >= (powerOfTen(coarse) ?? 0),
      ),
    message: "It is not finer than the counter's.",
    value: ({ fraction }) => fraction?.step,
    allowed: "a finer step",
  },
  {
    key: "sign",
    // Whether the part of a negative number is negative too differs between meters.
    broken: ({ fraction, sign }) => fraction !== undefined && sign === "absolute",
    message: "A counter with a part after the point does not count downwards.",
    value: ({ sign }) => sign,
    allowed: "positive",
  },
  {
    key: "plus",
    broken: ({ plus, fraction }) => plus !== undefined && fraction !== undefined,
    message: "A counter is a sum or has a part after the point, not both.",
    value: ({ plus }) => plus,
    allowed: "no plus beside fraction",
  },
  {
    key: "plus",
    broken: (counter) => (counter.plus ?? []).some((at) => isFloat(at) !== isFloat(counter)),
    message: "The numbers of a sum are all floats or all integers.",
    value: ({ plus }) => plus?.map(({ type }) => type),
    allowed: "types like the counter's own",
  },
];

/** What is wrong with a counter of the right form; `path` is where it stands. */
export function counterFaults(path: string, counter: ModbusCounter): readonly ProfileFinding[] {
  return rules
    .filter(({ broken }) => broken(counter))
    .map(({ key, message, value, allowed }) =>
      finding(`${path}.${key}`, message, value(counter), allowed),
    );
}

function isFloat(at: Pick<NumberAt, "type">): boolean {
  return at.type === "float32" || at.type === "float64";
}

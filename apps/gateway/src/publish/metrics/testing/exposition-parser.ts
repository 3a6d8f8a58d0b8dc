/**
 * Reads the exposition format by its rules, sharing nothing with what writes it: names, labels and
 * their escapes, HELP and TYPE before the samples, families in one piece, no sample twice, counters
 * that end in _total, histograms whose buckets rise to +Inf and agree with _count. Throws where a
 * rule is broken.
 */

/** A sample as read. */
interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A family as read. */
export interface ReadFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

/** The families of a text by name. */
export function readExposition(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith("\n")) throw new Error("The last line has no end.");
  const families = new Map<string, { type: string; help: string; samples: ReadSample[] }>();
  const seen = new Set<string>();
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, what, name = "", rest = ""] = comment;
      if (what === "HELP") {
        if (families.has(name)) throw new Error(`${name} comes in two pieces.`);
        families.set(name, { type: "", help: rest, samples: [] });
        current = name;
      } else {
        const family = families.get(name);
        if (family === undefined || name !== current) throw new Error(`${line}: no HELP before.`);
        if (family.samples.length > 0) throw new Error(`${line}: after samples.`);
        if (!["counter", "gauge", "histogram"].includes(rest)) throw new Error(`${line}: type.`);
        family.type = rest;
      }
      continue;
    }
    const sample = readSample(line);
    const family = families.get(current);
    if (family === undefined || family.type === "") throw new Error(`${line}: no TYPE before.`);
    const allowed =
      family.type === "histogram"
        ? ["_bucket", "_sum", "_count"].map((end) => current + end)
        : [current];
    if (!allowed.includes(sample.name)) throw new Error(`${line}: not of ${current}.`);
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(key)) throw new Error(`${line}: twice.`);
    seen.add(key);
    family.samples.push(sample);
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

function readSample(line: string): ReadSample {
  const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (found === null) throw new Error(`${line}: not a sample.`);
  const [, name = "", inside = "", value = ""] = found;
  if (!/^[+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|Inf)$|^NaN$/.test(value))
    throw new Error(`${line}: value.`);
  return { name, labels: readLabels(inside, line), value };
}

function readLabels(inside: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\n"])*)"(,|$)/y;
  while (label.lastIndex < inside.length) {
    const found = label.exec(inside);
    if (found === null) throw new Error(`${line}: labels.`);
    const [, name = "", text = ""] = found;
    if (name in labels || name.startsWith("__")) throw new Error(`${line}: label ${name}.`);
    labels[name] = text.replace(/\\(.)/g, (_, mark) => (mark === "n" ? "\n" : mark));
  }
  return labels;
}

function checkFamily(name: string, { type, samples }: ReadFamily): void {
  if (type === "counter" && !name.endsWith("_total")) throw new Error(`${name}: no _total.`);
  if (type !== "counter" && name.endsWith("_total")) throw new Error(`${name}: _total.`);
  if (samples.length === 0) throw new Error(`${name}: no samples.`);
  if (type === "counter" && samples.some(({ value }) => Number(value) < 0 || value === "NaN")) {
    throw new Error(`${name}: a counter below 0.`);
  }
  if (type !== "histogram") return;
  const groups = new Map<string, ReadSample[]>();
  for (const sample of samples) {
    const { le: _le, ...labels } = sample.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const group of groups.values()) checkHistogram(name, group);
}

function checkHistogram(name: string, samples: readonly ReadSample[]): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => Number(labels["le"]?.replace("+Inf", "Infinity")));
  const counts = buckets.map(({ value }) => Number(value));
  const rises = (list: readonly number[], strictly: boolean) =>
    list.every((value, at) => {
      const before = list[at - 1] ?? Number.NEGATIVE_INFINITY;
      return strictly ? value > before : value >= before;
    });
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${name}: no +Inf.`);
  if (!rises(bounds, true) || !rises(counts, false)) throw new Error(`${name}: buckets fall.`);
  const count = samples.find((sample) => sample.name === `${name}_count`)?.value;
  if (count !== buckets.at(-1)?.value) throw new Error(`${name}: _count is not that of +Inf.`);
  if (!samples.some((sample) => sample.name === `${name}_sum`))
    throw new Error(`${name}: no _sum.`);
}

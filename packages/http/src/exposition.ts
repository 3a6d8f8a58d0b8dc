/**
 * The text form in which Prometheus collects figures (exposition format 0.0.4). Values are decimal
 * texts, written as they are given. Pure.
 */

/** The media type of the text. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a family. */
export interface Sample {
  readonly labels: Labels;
  /** Plain decimal text. */
  readonly value: string;
}

/** One distribution of a histogram. */
export interface Distribution {
  readonly labels: Labels;
  /** Upper bound and how many lie in this class alone; ascending, without the last one. */
  readonly classes: readonly { readonly bound: string; readonly count: number }[];
  /** How many lie above the last bound. */
  readonly above: number;
  readonly sum: string;
}

/** Figures of one name. */
export type Family =
  | {
      readonly kind: "counter" | "gauge";
      /** With unit and, for a counter, _total at its end. */
      readonly name: string;
      readonly help: string;
      readonly samples: readonly Sample[];
    }
  | {
      readonly kind: "histogram";
      readonly name: string;
      readonly help: string;
      readonly distributions: readonly Distribution[];
    };

/** The text of families; those without a figure are left out. */
export function exposition(families: readonly Family[]): string {
  return families
    .map((family) => {
      const lines =
        family.kind === "histogram"
          ? family.distributions.flatMap((each) => histogramLines(family.name, each))
          : family.samples.map(({ labels, value }) => line(family.name, labels, value));
      if (lines.length === 0) return "";
      const { name, help, kind } = family;
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
    })
    .join("");
}

/** Counts of a histogram are cumulative: each bound holds what lies below it too. */
function histogramLines(name: string, { labels, classes, above, sum }: Distribution): string[] {
  let total = 0;
  const buckets = classes.map(({ bound, count }) => {
    total += count;
    return line(`${name}_bucket`, { ...labels, le: bound }, String(total));
  });
  const all = String(total + above);
  return [
    ...buckets,
    line(`${name}_bucket`, { ...labels, le: "+Inf" }, all),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, all),
  ];
}

function line(name: string, labels: Labels, value: string): string {
  const inside = Object.entries(labels).map(([key, text]) => {
    return `${key}="${escaped(text).replaceAll('"', '\\"')}"`;
  });
  return `${name}${inside.length === 0 ? "" : `{${inside.join(",")}}`} ${value}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

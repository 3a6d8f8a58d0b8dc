// What may follow `npm run bench --`.

/** What is asked of the benchmark. */
export interface BenchArguments {
  /** The parts to run, in the order of the table. */
  readonly parts: readonly string[];
  /** Whether the tables go into docs/benchmarks.md. */
  readonly write: boolean;
}

/** Arguments that cannot be followed, in words for the person who typed them. */
export class UsageError extends Error {}

const usage = "npm run bench [-- --only PART[,PART …] --write]";

/**
 * Reads the arguments.
 *
 * @param known Every part there is.
 * @throws UsageError naming the argument and what is allowed.
 */
export function readBenchArguments(
  args: readonly string[],
  known: readonly string[],
): BenchArguments {
  let parts = known;
  let write = false;
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--write") write = true;
    else if (word === "--only") parts = chosen(rest.shift(), known);
    else throw new UsageError(`"${word}" is not an argument of the bench. Allowed: ${usage}`);
  }
  return { parts, write };
}

function chosen(text: string | undefined, known: readonly string[]): readonly string[] {
  const names = (text ?? "").split(",");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return known.filter((name) => names.includes(name));
  throw new UsageError(
    `--only "${text ?? ""}" names the part "${unknown}". Allowed: ${known.join(", ")}`,
  );
}

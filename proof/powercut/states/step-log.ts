/** Reads the log of disk.c: what a program did to the files of a folder, in order. */

/** One step. `path`s are absolute; `fd` is the program's number for an open file. */
export type Step =
  | {
      readonly kind: "open";
      readonly fd: number;
      readonly created: boolean;
      readonly truncated: boolean;
      readonly path: string;
    }
  | { readonly kind: "close"; readonly fd: number }
  | { readonly kind: "write"; readonly fd: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly fd: number; readonly size: number }
  | { readonly kind: "sync"; readonly fd: number }
  /** A sync that failed: the system may hold what it was to write for written. */
  | { readonly kind: "lost"; readonly fd: number }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "mkdir"; readonly path: string }
  /** What the program said on its standard output: whoever listens knows it from here on. */
  | { readonly kind: "say"; readonly text: string };

/** The steps of a log. Throws on a line that disk.c does not write. */
export function readSteps(log: Buffer): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < log.length) {
    const end = log.indexOf("\n", at);
    if (end < 0) throw new Error(`The log ends inside the line at byte ${at}`);
    const line = log.toString("utf8", at, end);
    at = end + 1;
    const bytesBehind = /^(?:write \d+ -?\d+|say) (\d+)$/.exec(line)?.[1];
    const bytes = log.subarray(at, at + Number(bytesBehind ?? 0));
    at += bytes.length;
    steps.push(stepOf(line, bytes));
  }
  return steps;
}

function stepOf(line: string, bytes: Buffer): Step {
  const [kind, first = "", second = "", third = ""] = line.split(" ");
  const fd = Number(first);
  switch (kind) {
    case "open": {
      const path = line.split(" ").slice(4).join(" ");
      return { kind, fd, created: second === "1", truncated: third === "1", path };
    }
    case "close":
    case "sync":
    case "lost":
      return { kind, fd };
    case "write":
      return { kind, fd, at: Number(second), bytes };
    case "truncate":
      return { kind, fd, size: Number(second) };
    case "rename":
      return { kind, from: first, to: second };
    case "unlink":
    case "mkdir":
      return { kind, path: line.slice(kind.length + 1) };
    case "say":
      return { kind, text: bytes.toString("utf8") };
    default:
      throw new Error(`The log has a line that is not known: ${line}`);
  }
}

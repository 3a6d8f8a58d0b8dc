/** What the system says of its own clock: timedatectl, and chrony where it keeps the time. */

import { execFile } from "node:child_process";

const ANSWER_WITHIN_MS = 3_000;
const OUTPUT_BYTES_MAX = 65_536;

/** The system's own state. */
export interface SystemTime {
  readonly state: "synchronised" | "not-synchronised" | "unknown";
  /** The system's words. */
  readonly said: string;
}

/** Asks the system; never rejects. */
export async function systemTime(): Promise<SystemTime> {
  const properties = ["show", "--property=NTP", "--property=NTPSynchronized"];
  const [told, tracked] = await Promise.all([
    output("timedatectl", properties),
    output("chronyc", ["-c", "tracking"]),
  ]);
  return systemTimeOf(told, tracked);
}

/** From the words of both commands; "" where there is none. */
export function systemTimeOf(timedatectl: string, chronyc: string): SystemTime {
  const synchronised = /^NTPSynchronized=(yes|no)$/m.exec(timedatectl)?.[1];
  const chrony = chronyWords(chronyc);
  const said = [timedatectl.trim().replaceAll("\n", ", "), chrony].filter((part) => part !== "");
  if (synchronised === undefined) return { state: "unknown", said: said.join("; ") };
  const state = synchronised === "yes" ? "synchronised" : "not-synchronised";
  return { state, said: said.join("; ") };
}

/** "chrony: stratum 3, 0.000012 s" from the columns of `chronyc -c tracking`. */
function chronyWords(text: string): string {
  const [, , stratum = "", , offset = ""] = text.trim().split(",");
  return stratum === "" || offset === "" ? "" : `chrony: stratum ${stratum}, ${offset} s`;
}

function output(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { timeout: ANSWER_WITHIN_MS, maxBuffer: OUTPUT_BYTES_MAX },
      (error, stdout) => resolve(error === null ? stdout : ""),
    );
  });
}

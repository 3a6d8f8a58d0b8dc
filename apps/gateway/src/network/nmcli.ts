/**
 * Asks NetworkManager through its command, without a shell. Secrets go through the standard input,
 * because arguments can be read by every user of the machine while the command runs.
 */

import { spawn } from "node:child_process";
import type { Clock } from "@mega/domain";

const ANSWER_WITHIN_MS = 15_000;
const OUTPUT_BYTES_MAX = 262_144;

/** What the command said. */
export interface NmcliAnswer {
  /** 0 when all is well; 8 when NetworkManager does not run; null when there is no command. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs nmcli with arguments and, where given, lines on its standard input. */
export type Nmcli = (args: readonly string[], input?: string) => Promise<NmcliAnswer>;

/** Makes a runner; `command` is the program with its first arguments, "nmcli" in service. */
export function nmcliRunner(clock: Clock, command: readonly string[] = ["nmcli"]): Nmcli {
  const [program = "nmcli", ...first] = command;
  return (args, input) =>
    new Promise((resolve) => {
      const child = spawn(program, [...first, ...args], {
        env: { ...process.env, LC_ALL: "C.UTF-8" },
        stdio: ["pipe", "pipe", "pipe"],
      });
      let stdout = "";
      let stderr = "";
      const cancel = clock.setTimer(ANSWER_WITHIN_MS, () => {
        stderr = `no answer within ${ANSWER_WITHIN_MS} ms`;
        child.kill("SIGKILL");
      });
      const end = (code: number | null) => {
        cancel();
        resolve({ code, stdout, stderr });
      };
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (stdout.length > OUTPUT_BYTES_MAX) child.kill("SIGKILL");
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        if (stderr.length < OUTPUT_BYTES_MAX) stderr += text;
      });
      // A command that ends before it has read its input is no failure of ours.
      child.stdin.on("error", () => undefined);
      child.once("error", () => end(null));
      child.once("close", (code) => end(code ?? -1));
      child.stdin.end(input ?? "");
    });
}

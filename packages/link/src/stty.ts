/**
 * The settings of a Linux serial line, made and read back through `stty` with the open device as its
 * standard input, so that the device is never opened a second time by name.
 */

import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import type { LineSettings } from "./link.ts";
import { LinkError } from "./link.ts";

/**
 * The words for `stty` that make a raw line with these settings.
 *
 * @param line Speed, parity and stop bits.
 * @returns Arguments; `-hupcl` keeps an adapter from resetting when the line is closed.
 */
export function sttyArguments(line: LineSettings): readonly string[] {
  const parity = {
    none: ["-parenb"],
    even: ["parenb", "-parodd"],
    odd: ["parenb", "parodd"],
  }[line.parity];
  const stopBits = line.stopBits === 2 ? "cstopb" : "-cstopb";
  const mode = ["raw", "-echo", "cs8", "clocal", "cread", "-crtscts", "-hupcl"];
  return [String(line.baud), ...mode, stopBits, ...parity, "min", "1", "time", "0"];
}

/**
 * Finds what `stty -a` reports other than wanted.
 *
 * @param report The output of `stty -a`.
 * @param line The settings that were made.
 * @param pty Whether the device is a pseudo-terminal, which knows no parity.
 * @returns The settings that differ; empty when the line is as wanted.
 */
export function sttyDifferences(
  report: string,
  line: LineSettings,
  pty: boolean,
): readonly string[] {
  const words = new Set(report.split(/[\s;]+/));
  const wanted = ["cs8", "clocal", "-hupcl", "-icanon", "-echo", "-opost", "-ixon", "-crtscts"];
  wanted.push(line.stopBits === 2 ? "cstopb" : "-cstopb");
  if (!pty) {
    wanted.push(line.parity === "none" ? "-parenb" : "parenb");
    if (line.parity !== "none") wanted.push(line.parity === "odd" ? "parodd" : "-parodd");
  }
  const differences = wanted.filter((word) => !words.has(word));
  if (!report.includes(`speed ${line.baud} baud`)) differences.unshift(`${line.baud} baud`);
  return differences;
}

/**
 * Sets an open tty and reads the settings back.
 *
 * @param fd The open device.
 * @param line Speed, parity and stop bits.
 * @param signal Gives up.
 * @throws LinkError `LINK_SETTINGS_REFUSED` with the settings the device does not take.
 */
export async function setLine(fd: number, line: LineSettings, signal?: AbortSignal): Promise<void> {
  const pty = isPseudoTerminal(fd);
  const words = sttyArguments(line);
  let set = await stty(fd, words, signal);
  if (set.status !== 0 && pty && line.parity !== "none") {
    set = await stty(fd, sttyArguments({ ...line, parity: "none" }), signal);
  }
  const report = set.status === 0 ? await stty(fd, ["-a"], signal) : set;
  const differences = sttyDifferences(report.text, line, pty);
  if (report.status === 0 && differences.length === 0) return;
  const why = report.status === 0 ? differences.join(", ") : report.text.trim();
  throw new LinkError(
    "LINK_SETTINGS_REFUSED",
    `The serial port does not take its settings: ${why}.`,
    "Choose a speed and a parity that the adapter supports.",
  );
}

/** Unix98 pseudo-terminals have the majors 136 to 143. */
function isPseudoTerminal(fd: number): boolean {
  const major = (fstatSync(fd).rdev >> 8) & 0xfff;
  return major >= 136 && major <= 143;
}

function stty(
  fd: number,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const bounded = AbortSignal.timeout(5000);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const child = spawn("stty", words, {
    stdio: [fd, "pipe", "pipe"],
    env: { PATH: process.env["PATH"], LC_ALL: "C", COLUMNS: "200" },
    signal: signal === undefined ? bounded : AbortSignal.any([signal, bounded]),
    killSignal: "SIGKILL",
  });
  let text = "";
  const collect = (chunk: Buffer) => {
    if (text.length < 8192) text += chunk.toString("latin1");
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  child.on("error", reject);
  child.on("close", (status) => resolve({ status: status ?? 1, text }));
  return promise;
}

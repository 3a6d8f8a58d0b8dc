/**
 * How strong a radio is heard, in dBm. The kernel tells it in /proc/net/wireless where that is
 * built in, else `iw` does where it is installed; NetworkManager itself grades in percent only.
 */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

const ANSWER_WITHIN_MS = 3_000;

/** The strength of an interface; null where nobody tells it. */
export async function signalDbm(interfaceName: string): Promise<number | null> {
  const told = await readFile("/proc/net/wireless", "utf8").catch(() => "");
  return levelIn(told, interfaceName) ?? signalIn(await askIw(interfaceName));
}

/** The level in /proc/net/wireless: "wlan0: 0000   54.  -56.  -256 …" → −56. */
export function levelIn(text: string, interfaceName: string): number | null {
  const line = text.split("\n").find((each) => each.trim().startsWith(`${interfaceName}:`));
  const level = Number.parseInt(line?.trim().split(/\s+/)[3] ?? "", 10);
  return inRange(level);
}

/** The signal in the answer of `iw dev NAME link`: "signal: -52 dBm" → −52. */
export function signalIn(text: string): number | null {
  return inRange(Number.parseInt(/signal: (-\d+) dBm/.exec(text)?.[1] ?? "", 10));
}

/** 0 dBm is what drivers tell who know nothing. */
function inRange(level: number): number | null {
  return Number.isInteger(level) && level < 0 && level >= -120 ? level : null;
}

function askIw(interfaceName: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      "iw",
      ["dev", interfaceName, "link"],
      { timeout: ANSWER_WITHIN_MS, maxBuffer: 65_536 },
      (error, stdout) => resolve(error === null ? stdout : ""),
    );
  });
}

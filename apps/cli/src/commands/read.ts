/** `mega read`: reads one meter now, through the running gateway or straight from the line. */

import process from "node:process";
import type { ReadAnswer } from "@mega/contract";
import { decimalText, MegaError, systemClock } from "@mega/domain";
import { askGateway, lineOf } from "@mega/gateway";
import { type LinkOpener, tcpOpener, ttyOpener } from "@mega/link";
import { type BusMaster, createBusMaster, type RangeOutcome } from "@mega/modbus";
import {
  decodeMeter,
  loadProfiles,
  type ModbusProfile,
  profileOf,
  type WordBlock,
  wantedRanges,
} from "@mega/profiles";
import { type Given, needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { formatMeaning, serialFormat } from "../serial-format.ts";

export const readCommand: Command = {
  summary: "Reads one meter: a channel of the running gateway, or an address on a line.",
  usage: "--data DIR --channel N | --tty DEVICE | --rtu HOST:PORT | --tcp HOST:PORT …",
  options: {
    data: { form: "text", value: "DIR", meaning: "Data folder of a running gateway." },
    channel: { form: "number", value: "N", meaning: "Channel of the running gateway." },
    tty: { form: "text", value: "DEVICE", meaning: "Serial line, /dev/ttyUSB0." },
    baud: { form: "number", value: "N", meaning: "Speed of the line; 9600." },
    format: {
      form: "text",
      value: "8N1",
      meaning: formatMeaning,
    },
    rtu: { form: "text", value: "HOST:PORT", meaning: "RTU frames over TCP." },
    tcp: { form: "text", value: "HOST:PORT", meaning: "Modbus TCP." },
    address: { form: "number", value: "N", meaning: "Modbus address, 1 to 247." },
    profile: { form: "text", value: "NAME", meaning: "Meter profile." },
    profiles: { form: "text", value: "DIR", meaning: "Folder with profiles of your own." },
    raw: { form: "flag", meaning: "Print the words as received, in the form of a vector." },
  },
  async run(given) {
    const folder = given.text("data");
    return folder === undefined ? readLine(given) : readChannel(folder, given);
  },
};

async function readChannel(folder: string, given: Given): Promise<number> {
  const channelNo = given.number("channel");
  if (channelNo === undefined) throw new MegaError("REQUEST_INVALID", "--channel is needed");
  const answer = await askGateway(folder, "POST", `/api/v1/channels/${channelNo}/read`);
  if (answer === undefined) {
    throw new MegaError("NOT_FOUND", `No gateway is running on ${folder}`, {
      hint: "Start it with mega gateway, or name the line with --tty, --rtu or --tcp.",
    });
  }
  const { item } = JSON.parse(answer) as ReadAnswer;
  const figures = item.indexText ?? "no figure";
  const reason = item.reason === null ? "" : ` (${item.reason})`;
  process.stdout.write(`CH${item.channelNo} ${item.status}${reason}: ${figures}\n`);
  return item.status === "accepted" ? 0 : 1;
}

async function readLine(given: Given): Promise<number> {
  const profile = modbusProfile(given);
  const unit = given.number("address");
  if (unit === undefined || unit < 1 || unit > 247) {
    throw new MegaError(
      "REQUEST_INVALID",
      `--address is ${unit ?? "missing"}; 1 to 247 is allowed`,
    );
  }
  const { open, transport } = lineFrom(given);
  const master = createBusMaster({ open, clock: systemClock(), settings: { transport } });
  try {
    await master.start();
    return print(profile, await ask(master, profile, unit), given.flag("raw"));
  } finally {
    master.stop();
  }
}

function ask(
  master: BusMaster,
  profile: ModbusProfile,
  unit: number,
): Promise<readonly RangeOutcome[]> {
  const ranges = wantedRanges(profile, { live: "all", serialNumber: true }).map((range) => ({
    functionCode: range.function,
    address: range.wordAddress,
    count: range.wordCount,
  }));
  const { maxWordsPerRead, holesAllowed } = profile.limits;
  const limits = { maxWordsPerRead, holesAllowed };
  return master.readWords(unit, ranges, limits, { priority: "interactive" });
}

function print(profile: ModbusProfile, outcomes: readonly RangeOutcome[], raw: boolean): number {
  const blocks = outcomes.map(({ range, words, outcome }): WordBlock => {
    const at = { function: range.functionCode, wordAddress: range.address };
    return words === undefined
      ? { kind: "failed", ...at, wordCount: range.count, reason: "timeout", detail: outcome.kind }
      : { kind: "words", ...at, words };
  });
  if (raw) {
    const dump = blocks.flatMap((block) =>
      block.kind === "words"
        ? [[`${block.function}:${block.wordAddress}`, [...block.words].map(hexWord)] as const]
        : [],
    );
    process.stdout.write(`${JSON.stringify({ words: Object.fromEntries(dump) }, null, 2)}\n`);
  }
  const decoded = decodeMeter(profile, blocks);
  let counted = 0;
  for (const [counterId, counter] of Object.entries(decoded.counters)) {
    if (counter.kind === "count") {
      counted += 1;
      const value = decimalText({ amount: counter.count, decimals: counter.decimals });
      process.stdout.write(`${counterId}: ${value} ${counter.unit}\n`);
    } else {
      process.stdout.write(`${counterId}: none (${counter.reason}: ${counter.detail ?? ""})\n`);
    }
  }
  for (const [name, { value, unit }] of Object.entries(decoded.live)) {
    if (value !== null) process.stdout.write(`${name}: ${decimalText(value)} ${unit}\n`);
  }
  if (decoded.serialNumber !== undefined) {
    process.stdout.write(`serial number: ${decoded.serialNumber}\n`);
  }
  return counted > 0 ? 0 : 1;
}

function modbusProfile(given: Given): ModbusProfile {
  const { profile } = profileOf(loadProfiles(given.text("profiles")), needed(given, "profile"));
  if (profile.kind === "modbus") return profile;
  throw new MegaError("REQUEST_INVALID", `${profile.id} is no Modbus profile`, {
    hint: "Meters on P1 and MQTT send by themselves; read their channel with --data and --channel.",
  });
}

function lineFrom(given: Given): { open: LinkOpener; transport: "rtu" | "tcp" } {
  const path = given.text("tty");
  if (path !== undefined) {
    const line = lineOf(given.number("baud"), serialFormat(given));
    return { open: ttyOpener({ path, line }), transport: "rtu" };
  }
  const rtu = given.text("rtu");
  const place = rtu ?? given.text("tcp");
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(place ?? "");
  if (match === null) {
    throw new MegaError(
      "REQUEST_INVALID",
      "Name the line with --tty DEVICE, --rtu or --tcp HOST:PORT",
    );
  }
  const [, host = "", port = ""] = match;
  const open = tcpOpener({ host: host.replace(/^\[|\]$/g, ""), port: Number(port) });
  return { open, transport: rtu === undefined ? "tcp" : "rtu" };
}

function hexWord(word: number): string {
  return `0x${word.toString(16).toUpperCase().padStart(4, "0")}`;
}

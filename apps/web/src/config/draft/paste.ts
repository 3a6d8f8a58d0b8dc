/**
 * Many channels at once from a spreadsheet. A pasted table is first read as a proposal, which shows
 * what would fill which channel with the fault of each cell; only a proposal without faults is
 * applied, as if a person had typed it row by row. Pure.
 */

import type { GatewayConfig, ProfileInfo } from "@mega/contract";
import { channelsOfModel } from "@mega/domain";
import { kindMeant } from "./kinds.ts";
import { cellsOf, columnNamed, type PasteColumn, pasteColumns } from "./paste-columns.ts";
import {
  type Read,
  type RuleCode,
  readAddress,
  readDeviceChannel,
  readId,
  readMac,
  readName,
  readToken,
  textUpTo,
} from "./rules.ts";

/** One cell of the proposal. */
interface PastedCell {
  readonly column: PasteColumn;
  readonly text: string;
  /** The rule that the cell breaks; null when it is right. */
  readonly fault: RuleCode | null;
}

/** One row of the proposal. */
export interface PastedRow {
  readonly channelNo: number;
  readonly cells: readonly PastedCell[];
}

/** What a pasted table would fill. */
export interface PasteProposal {
  readonly columns: readonly PasteColumn[];
  readonly rows: readonly PastedRow[];
  readonly faults: number;
  /** Rows of the table that no channel of the model is left for. */
  readonly leftOver: number;
}

/** What a table is read against. */
export interface PasteGround {
  readonly draft: GatewayConfig;
  readonly profiles: readonly ProfileInfo[];
  /** The channel that the first row fills where the table has no channel numbers. */
  readonly firstNo: number;
}

const TEXT_LENGTH_MAX = 100_000;

/** Reads the clipboard's text; null where it is no table of channels. */
export function proposePaste(text: string, ground: PasteGround): PasteProposal | null {
  if (text.length > TEXT_LENGTH_MAX) return null;
  const table = cellsOf(text);
  const heads = (table[0] ?? []).map(columnNamed);
  const headed = heads.filter((head) => head !== undefined).length >= 2;
  const body = headed ? table.slice(1) : table;
  const columns = headed ? heads : usualColumns(body, ground.profiles);
  if (columns === null || body.length === 0) return null;
  const limit = channelsOfModel[ground.draft.gateway.model];
  const seen = new Set<number>();
  let leftOver = 0;
  const rows = body.flatMap((cells, index): PastedRow[] => {
    const at = columns.indexOf("channel");
    const channelNo = at < 0 ? ground.firstNo + index : channelMeant(cells[at] ?? "");
    if (channelNo === undefined || channelNo > limit || seen.has(channelNo)) {
      leftOver += 1;
      return [];
    }
    seen.add(channelNo);
    return [{ channelNo, cells: cellsWithFaults(cells, columns, ground) }];
  });
  const faults = rows.flatMap(({ cells }) => cells).filter(({ fault }) => fault !== null).length;
  const known = columns.filter((column) => column !== undefined);
  return { columns: known, rows, faults, leftOver };
}

/** Without heads the columns are the editor's; the column of kinds tells where they begin. */
function usualColumns(
  body: readonly (readonly string[])[],
  profiles: readonly ProfileInfo[],
): readonly PasteColumn[] | null {
  const width = Math.max(...body.map((cells) => cells.length), 0);
  if (width < 2) return null;
  const isKind = (column: number) =>
    body.some((cells) => kindMeant(cells[column] ?? "", profiles) !== undefined);
  const kindAt = [2, 1, 0].find(isKind) ?? 2;
  const from = pasteColumns.indexOf("profile") - kindAt;
  return pasteColumns.slice(from, from + width);
}

/** "CH3" or "3". */
function channelMeant(cell: string): number | undefined {
  const digits = /^(?:ch\s*)?(\d{1,3})$/i.exec(cell.trim())?.[1];
  const channelNo = Number(digits);
  return digits === undefined || channelNo < 1 ? undefined : channelNo;
}

function cellsWithFaults(
  cells: readonly string[],
  columns: readonly (PasteColumn | undefined)[],
  ground: PasteGround,
): readonly PastedCell[] {
  return columns.flatMap((column, index): PastedCell[] => {
    if (column === undefined || column === "channel") return [];
    const text = cells[index] ?? "";
    return [{ column, text, fault: text === "" ? null : faultOf(column, text, ground) }];
  });
}

function faultOf(column: PasteColumn, text: string, ground: PasteGround): RuleCode | null {
  switch (column) {
    case "profile":
      return kindMeant(text, ground.profiles) === undefined ? "kind-unknown" : null;
    case "unit":
      return unitMeant(text) === undefined ? "unit-unknown" : null;
    case "errorMail":
      return yesMeant(text) === undefined ? "yes-no" : null;
    case "bus":
      return busKnown(ground.draft, text) ? null : "no-bus";
    case "address":
      // The leaflet writes 0 where a meter has no address of its own.
      return text === "0" ? null : codeOf(readAddress(text));
    default:
      return codeOf(plainReads[column](text));
  }
}

const plainReads = {
  channel: readId,
  name: readName,
  login: textUpTo(64),
  address1: textUpTo(60),
  address2: textUpTo(60),
  mac: readMac,
  deviceChannel: readDeviceChannel,
  token: readToken,
  serialNumber: textUpTo(40),
} satisfies Record<string, (text: string) => Read<unknown>>;

function codeOf(read: Read<unknown>): RuleCode | null {
  return read.kind === "slip" ? read.code : null;
}

function busKnown(draft: GatewayConfig, text: string): boolean {
  return [...(draft.buses ?? []), ...(draft.p1Ports ?? [])].some((line) => line.id === text);
}

const unitWords: readonly (readonly [
  unit: "Wh+" | "Wh-" | "gas" | "water" | "heat",
  words: RegExp,
])[] = [
  ["Wh+", /^k?wh?\s*\+?$/i],
  ["Wh-", /^k?wh?\s*[-−–]$/i],
  ["gas", /^(gas|gaz)$/i],
  ["water", /^(water|eau|wasser)$/i],
  ["heat", /^(heat|chaleur|warmte|wärme|calorie)$/i],
];

/** The unit that a word means. */
export function unitMeant(text: string): "Wh+" | "Wh-" | "gas" | "water" | "heat" | undefined {
  return unitWords.find(([, words]) => words.test(text.trim()))?.[0];
}

/** Whether a word says yes or no. */
export function yesMeant(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (["x", "1", "oui", "ja", "yes", "true", "vrai", "waar", "wahr"].includes(word)) return true;
  if (
    ["", "0", "-", "non", "nee", "nein", "no", "false", "faux", "onwaar", "falsch"].includes(word)
  )
    return false;
  return undefined;
}

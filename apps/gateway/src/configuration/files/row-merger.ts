/**
 * Puts row after row into a copy of a configuration. Values that are not right are put in as they are
 * written: the checks of the whole document name them, with the line they came from.
 */

import { SECRET_KEPT } from "@mega/contract";
import { type Group, isGroup } from "../places.ts";
import type { RowColumn } from "./columns.ts";
import { meterPlace, type RowPlace, samePlace } from "./row-place.ts";
import { profileMeant, unitMeant, wholeMeant, yesMeant } from "./row-values.ts";
import type { RowsGround } from "./rows-ground.ts";

type Cells = ReadonlyMap<RowColumn, string>;

/** Columns that go into the channel, and into its meter, under the same name. */
const channelTexts = ["name", "login", "address1", "address2", "counter1", "counter2"] as const;
const meterTexts = ["serialNumber", "equipmentId"] as const;

/** Merges rows. */
export class RowMerger {
  readonly #ground: RowsGround;
  readonly #channels: Map<number, Group>;
  readonly #meters: Group[];
  readonly #channelLines = new Map<number, number>();
  readonly #meterLines = new Map<unknown, number>();

  constructor(ground: RowsGround) {
    this.#ground = ground;
    this.#channels = new Map(
      groupsIn(ground.document, "channels").map((channel) => [Number(channel["no"]), channel]),
    );
    this.#meters = [...groupsIn(ground.document, "meters")];
  }

  /** Takes a row; the later one of two about one channel counts. */
  take(channelNo: number, cells: Cells, line: number): void {
    this.#channelLines.set(channelNo, line);
    const channel = this.#channels.get(channelNo) ?? {};
    const isUnused = [...cells].every(([column, cell]) => column === "channel" || cell === "");
    if (isUnused) {
      this.#channels.delete(channelNo);
      return;
    }
    const meterId = this.#meterOf(channelNo, channel, cells, line);
    const texts = channelTexts.map((key) => [key, cells.get(key)] as const);
    this.#channels.set(
      channelNo,
      changed({ no: channelNo, ...channel }, [
        ...texts,
        ["unit", mapped(cells.get("unit"), unitMeant)],
        ["errorMail", mapped(cells.get("errorMail"), yesMeant)],
        ["meter", meterId],
      ]),
    );
  }

  /** The configuration with the rows in it. */
  document(): unknown {
    const channels = [...this.#channels.values()].sort((a, b) => Number(a["no"]) - Number(b["no"]));
    return { ...this.#ground.document, meters: this.#meters, channels };
  }

  /** The line that filled a place of the document. */
  readonly lineOf = (pointer: string): number | undefined => {
    const [, list, index] = /^\/(channels|meters)\/(\d+)/.exec(pointer) ?? [];
    if (list === "channels") {
      const numbers = [...this.#channels.keys()].sort((a, b) => a - b);
      return this.#channelLines.get(numbers[Number(index)] ?? 0);
    }
    return list === "meters"
      ? this.#meterLines.get(this.#meters[Number(index)]?.["id"])
      : undefined;
  };

  /** The name of the row's meter, which is changed or made; "" for none, undefined for as it was. */
  #meterOf(channelNo: number, channel: Group, cells: Cells, line: number): string | undefined {
    const profile = mapped(cells.get("profile"), (text) =>
      profileMeant(text, this.#ground.profileIds),
    );
    const place = meterPlace(cells, profile, this.#ground.document);
    const named = cells.get("meter") ?? "";
    const saysMeter = profile !== undefined || place !== undefined || cells.has("meter");
    if (!saysMeter) return undefined;
    if (named === "" && (profile ?? "") === "" && place === undefined) return "";
    const index = this.#find(named, place, channel, profile);
    const id = named === "" ? String(this.#meters[index]?.["id"] ?? this.#newId(channelNo)) : named;
    const meter = meterWith(this.#meters[index] ?? { id }, cells, profile, place);
    this.#meterLines.set(id, line);
    if (index < 0) this.#meters.push(meter);
    else this.#meters[index] = meter;
    return id;
  }

  #find(
    named: string,
    place: RowPlace | undefined,
    channel: Group,
    profile: string | undefined,
  ): number {
    if (named !== "") return this.#meters.findIndex((meter) => meter["id"] === named);
    const isSame = (meter: Group) => profile === undefined || profile === meter["profile"];
    const there = this.#meters.findIndex((meter) => {
      return (
        place !== undefined && samePlace(meter, place) && (place.kind === "bus" || isSame(meter))
      );
    });
    if (there >= 0) return there;
    // The channel's own meter at another address is still the same meter.
    return this.#meters.findIndex((meter) => meter["id"] === channel["meter"] && isSame(meter));
  }

  #newId(channelNo: number): string {
    const { takenIds, day } = this.#ground;
    const known = (id: string) =>
      takenIds.has(id) || this.#meters.some((meter) => meter["id"] === id);
    const first = `ch${channelNo}-${day}`;
    if (!known(first)) return first;
    for (let count = 2; ; count += 1) {
      if (!known(`${first}-${count}`)) return `${first}-${count}`;
    }
  }
}

function meterWith(
  meter: Group,
  cells: Cells,
  profile: string | undefined,
  place: RowPlace | undefined,
): Group {
  const texts = meterTexts.map((key) => [key, cells.get(key)] as const);
  const own = changed(meter, [["profile", profile], ...texts]);
  if (place === undefined) return own;
  const {
    bus: _bus,
    address: _address,
    p1Port: _port,
    manual: _manual,
    mqtt,
    ...rest
  } = own as Record<string, unknown>;
  if (place.kind !== "mqtt") {
    const { kind: _, ...where } = place;
    return { ...rest, ...where };
  }
  const before = isGroup(mqtt) ? mqtt : {};
  const token = cells.get("token");
  return {
    ...rest,
    mqtt: changed({ ...before, mac: place.mac }, [
      ["broker", cells.get("broker")],
      ["deviceChannel", mapped(cells.get("deviceChannel"), wholeMeant)],
      ["topic", cells.get("topic")],
      // An empty cell keeps the token: files never hold it.
      ["token", token === "" || token === undefined ? (before["token"] ?? SECRET_KEPT) : token],
    ]),
  };
}

/** The group with some keys changed: undefined leaves a key as it is, "" takes it out. */
function changed(group: Group, changes: readonly (readonly [string, unknown])[]): Group {
  const result: Record<string, unknown> = { ...group };
  for (const [key, value] of changes) {
    if (value === undefined) continue;
    if (value === "") delete result[key];
    else result[key] = value;
  }
  return result;
}

function mapped<Result>(
  text: string | undefined,
  meant: (text: string) => Result,
): Result | "" | undefined {
  return text === undefined || text === "" ? text : meant(text);
}

function groupsIn(document: Group, key: string): readonly Group[] {
  const list = document[key];
  return Array.isArray(list) ? list.filter(isGroup) : [];
}

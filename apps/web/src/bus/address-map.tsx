/** Who is at which address: configured meters as they fare, strangers as a scan found them. */

import type { MeterHealth, ScanCell, ScanJob } from "@mega/contract";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { mayAs } from "../state/login.ts";
import { channelNames, count, written } from "./bus-figures.ts";
import { type Place, placeOf } from "./place.ts";

interface MapProps {
  readonly busId: string;
  readonly meters: readonly MeterHealth[];
  readonly job: ScanJob | null;
}

const QUICK_TO = 32;

/** The map of the addresses: 1 to 32, or as far as the scan and the meters reach. */
export function AddressMap({ busId, meters, job }: MapProps) {
  const { bus } = allWords.value;
  const to = Math.max(QUICK_TO, job?.to ?? 0, ...meters.map(({ address }) => address));
  const byAddress = new Map(meters.map((meter) => [meter.address, meter]));
  const scanned = new Map((job?.cells ?? []).map((cell) => [cell.address, cell]));
  const addresses = Array.from({ length: to }, (_, index) => index + 1);
  const isStranger = (one: number) => {
    const place = placeOf(byAddress.get(one), scanned.get(one));
    return place.kind === "stranger" && place.state === "ok";
  };
  return (
    <section class="card" aria-labelledby="map-title">
      <div class="card-head">
        <h2 id="map-title">{bus.map("1", String(to))}</h2>
        <div class="keys">
          <span class="st st--ok">{bus.mapKeys.answers}</span>
          <span class="st st--warn">{bus.mapKeys.errors}</span>
          <span class="st st--bad">{bus.mapKeys.silent}</span>
          <span class="st st--off">{bus.mapKeys.free}</span>
        </div>
      </div>
      <ol class="map">
        {addresses.map((address) => (
          <Cell
            key={address}
            busId={busId}
            address={address}
            meter={byAddress.get(address)}
            cell={scanned.get(address)}
          />
        ))}
      </ol>
      <ForAll busId={busId} addresses={addresses.filter((one) => isStranger(one))} />
    </section>
  );
}

/** The way from a scan to the editor: every meter that answers and that nobody has configured. */
function ForAll(props: { readonly busId: string; readonly addresses: readonly number[] }) {
  const { busId, addresses } = props;
  if (addresses.length === 0 || !mayAs(["owner", "installer"])) return null;
  return (
    <p class="row map-all">
      <a class="btn btn--main" href={toChannels(busId, addresses)} data-inside>
        {allWords.value.bus.makeChannels(count(addresses.length))}
      </a>
    </p>
  );
}

function toChannels(busId: string, addresses: readonly number[]): string {
  return inside("/config", { channel: "new", bus: busId, address: addresses.join(",") });
}

interface CellProps {
  readonly busId: string;
  readonly address: number;
  readonly meter: MeterHealth | undefined;
  readonly cell: ScanCell | undefined;
}

function Cell({ busId, address, meter, cell }: CellProps) {
  const { bus } = allWords.value;
  const place = placeOf(meter, cell);
  const name = meter === undefined ? "" : channelNames(meter.channels.map((one) => one.channelNo));
  const stranger = place.kind === "stranger";
  return (
    <li class={place.look}>
      <b>{address}</b>
      {stranger ? <span class="cn">{bus.mapKeys.unknown}</span> : null}
      {meter === undefined ? null : <span class="cn">{name === "" ? meter.meterId : name}</span>}
      {place.kind === "free" ? (
        <span class="vh">{bus.mapKeys.free}</span>
      ) : (
        <span class={`st st--${place.state}`}>{placeText(place)}</span>
      )}
      {stranger && mayAs(["owner", "installer"]) ? (
        <a href={toChannels(busId, [address])} data-inside>
          {bus.makeChannel}
          <span class="vh"> {bus.address(String(address))}</span>
        </a>
      ) : null}
    </li>
  );
}

function placeText(place: Exclude<Place, { kind: "free" }>): string {
  const { bus } = allWords.value;
  switch (place.says) {
    case "latency":
      return place.latencyMs === null ? bus.mapKeys.answers : written(place.latencyMs);
    case "errors":
      return bus.classes.crc;
    case "two-meters":
      return bus.twoMeters;
    case "garbage":
      return bus.mapKeys.garbage;
    case "silent":
      return bus.mapKeys.silent;
    case "waiting":
      return bus.mapKeys.waiting;
  }
}

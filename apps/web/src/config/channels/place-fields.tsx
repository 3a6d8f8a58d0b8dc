/** Where a meter is: its address, and the bus, port or broker it is reached through. */

import type { GatewayConfig, MeterConfig } from "@mega/contract";
import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import type { DraftRow } from "../draft/document.ts";
import { chooseKind, editDevice, editMeter } from "../draft/edit-row.ts";
import { rowKey } from "../draft/row-fields.ts";
import { mayBeAddress } from "../draft/rules.ts";
import { edit, editGround, profiles, rows, textAt, typed } from "../state/config-state.ts";
import { toggleRow } from "./opened.ts";
import { type ChannelRowProps, quiet } from "./row-parts.ts";

/** The Modbus address; 0 for meters that have none, as the leaflet writes it. Enter opens the row. */
export function AddressField({
  row,
  isOpen,
}: {
  readonly row: DraftRow;
  readonly isOpen: boolean;
}) {
  const { config } = allWords.value;
  const { channelNo, meter } = row;
  const key = rowKey(channelNo, "address");
  const without = meter !== null && [meter.mqtt, meter.p1Port, meter.manual].some(isSet);
  const address = meter?.address === undefined ? undefined : String(meter.address);
  return (
    <TextField
      id={`ch${channelNo}-address`}
      class="c-addr"
      label={config.fields.address}
      shown={without ? "0" : textAt(key, address)}
      inputMode="numeric"
      lengthMax={3}
      placeholder="–"
      readOnly={without}
      {...quiet(channelNo, "address")}
      onEnter={() => {
        if (!isOpen) toggleRow(channelNo);
      }}
      onTyped={(text) =>
        typed(key, text, mayBeAddress, (before, value) => withAddress(before, row, value))
      }
    />
  );
}

const isSet = (place: unknown) => place !== undefined;

/** An address in a free row puts a meter there, of the kind of the row before. */
function withAddress(
  before: GatewayConfig,
  { channelNo, meter }: DraftRow,
  address: number | undefined,
): GatewayConfig {
  if (meter !== null || address === undefined) return editMeter(before, channelNo, { address });
  const above = rows.value.slice(0, channelNo - 1).findLast((row) => row.meter?.bus !== undefined);
  const wanted = above?.meter?.profile ?? "emm220";
  const profile = profiles.value.find((one) => one.profileId === wanted);
  if (profile === undefined) return before;
  const placed = chooseKind(before, channelNo, profile, editGround());
  return editMeter(placed, channelNo, { address });
}

/** The bus, the P1 port or the broker. */
export function PlaceField({ row, buses, p1Ports, mqtt }: ChannelRowProps) {
  const { config } = allWords.value;
  const { channelNo, meter } = row;
  const place = placeOf(meter);
  if (meter?.manual !== undefined) return <NoPlace channelNo={channelNo} />;
  const lines = { bus: buses, p1Port: p1Ports, broker: mqtt?.brokers }[place];
  const value = place === "broker" ? meter?.mqtt?.broker : meter?.[place];
  const first =
    place === "broker"
      ? mqtt?.embedded === undefined
        ? config.choose
        : config.ownBrokerShort
      : config.choose;
  return (
    <div class="field c-bus">
      <label for={`ch${channelNo}-place`}>{config.fields[place]}</label>
      <select
        class="select"
        id={`ch${channelNo}-place`}
        disabled={meter === null}
        value={value ?? ""}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          edit((before) => placed(before, channelNo, place, chosen));
        }}
      >
        <option value="">{meter === null ? "–" : first}</option>
        {(lines ?? []).map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A meter that a person reads is reached through nothing. */
function NoPlace({ channelNo }: { readonly channelNo: number }) {
  const { config } = allWords.value;
  return (
    <div class="field c-bus">
      <label for={`ch${channelNo}-place`}>{config.fields.bus}</label>
      <select class="select" id={`ch${channelNo}-place`} disabled>
        <option>–</option>
      </select>
    </div>
  );
}

type Place = "bus" | "p1Port" | "broker";

function placeOf(meter: MeterConfig | null): Place {
  if (meter?.mqtt !== undefined) return "broker";
  const profile = profiles.value.find((one) => one.profileId === meter?.profile);
  return meter?.p1Port !== undefined || profile?.kind === "p1" ? "p1Port" : "bus";
}

function placed(
  before: GatewayConfig,
  channelNo: number,
  place: Place,
  chosen: string,
): GatewayConfig {
  const value = chosen === "" ? undefined : chosen;
  return place === "broker"
    ? editDevice(before, channelNo, { broker: value })
    : editMeter(before, channelNo, { [place]: value });
}

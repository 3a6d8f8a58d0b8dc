/** Random documents that can be put into force, for properties of files and saves. */

import type { ChannelConfig, GatewayConfig, MeterConfig } from "@mega/contract";
import fc from "fast-check";

/** Text without what a spreadsheet's cell loses, blanks at its ends, and without control characters. */
function cellText(minLength: number, maxLength: number) {
  return fc
    .string({ unit: "grapheme", minLength, maxLength })
    .filter((text) => text === text.trim() && text.length >= minLength && text.length <= maxLength)
    .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text));
}

const odd = fc.constantFrom(
  "=1+1; x",
  "'=1+1",
  "''-x",
  '"quoted"',
  "a,b;c d",
  "null",
  "0123",
  "yes",
);
const name = fc.oneof(
  cellText(4, 31),
  odd.filter((text) => text.length >= 4),
);
const line = fc.oneof(cellText(1, 60), odd);

const channelText = fc.record(
  {
    name,
    login: cellText(1, 64),
    address1: line,
    address2: line,
    errorMail: fc.constant(true),
    unit: fc.constantFrom("Wh+", "Wh-"),
  },
  { requiredKeys: ["name"] },
);

function meterAt(index: number, isMqtt: boolean, serial: string | undefined): MeterConfig {
  const id = `m${index}`;
  const more = serial === undefined ? {} : { serialNumber: serial };
  if (!isMqtt) return { id, profile: "eastron-sdm630", bus: "main", address: index + 1, ...more };
  const mac = `0200000000${String(index).padStart(2, "0")}`;
  return { id, profile: "mqtt", mqtt: { mac, token: `token-canary-${index}` }, ...more };
}

/** A configuration with up to twelve channels, some of them on a meter of their own. */
export const anyDocument: fc.Arbitrary<GatewayConfig> = fc
  .record({
    location: cellText(1, 31),
    channels: fc.array(
      fc.record({
        text: channelText,
        meter: fc.constantFrom("bus" as const, "mqtt" as const, "none" as const),
        serial: fc.option(fc.constantFrom("0012", "A-7", "1e5"), { nil: undefined }),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ location, channels }): GatewayConfig => {
    const used = channels.map(({ text, meter, serial }, index) => {
      const found = meter === "none" ? undefined : meterAt(index, meter === "mqtt", serial);
      const channel: ChannelConfig = {
        no: index + 1,
        ...text,
        ...(found === undefined ? {} : { meter: found.id }),
      };
      return { channel, meter: found };
    });
    return {
      version: 1,
      building: { name: location },
      gateway: { model: "MEGA16" },
      buses: [{ id: "main", link: { kind: "tty", path: "/dev/ttyUSB0" } }],
      mqtt: { embedded: {} },
      meters: used.flatMap(({ meter }) => (meter === undefined ? [] : [meter])),
      channels: used.map(({ channel }) => channel),
    };
  });

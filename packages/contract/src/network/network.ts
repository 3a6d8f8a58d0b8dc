/**
 * The network of the box: what each interface has, a change of it, and the change that still waits
 * for somebody to confirm it. A Wi-Fi key goes in and never comes out.
 */

import { type Static, Type } from "typebox";
import { Instant, orNull, strict } from "../scalars.ts";
import { PREFIX_MAX, PREFIX_MIN } from "./ipv4.ts";

/** Seconds from link-up in which a static change must be confirmed. */
export const NETWORK_CONFIRM_WITHIN_S = 180;
/** Name servers of an interface. */
export const DNS_MAX = 3;

const Ipv4 = Type.String({
  pattern: "^(\\d{1,3}\\.){3}\\d{1,3}$",
  maxLength: 15,
  description: "IPv4 address.",
});
const Prefix = Type.Integer({ minimum: 0, maximum: 32, description: "Bits of the network." });
const InterfaceName = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$",
  description: "Name of the interface, as the system has it: eth0, wlan0.",
});

/** How an interface gets its address; unknown where nobody manages it. */
export const NetworkMode = Type.Enum(["dhcp", "static", "off", "unknown"], {
  description: "dhcp: leased; static: fixed; off: Wi-Fi is off; unknown: not managed.",
});

/** One interface. */
export const NetworkInterface = strict(
  {
    name: InterfaceName,
    kind: Type.Enum(["lan", "wifi"], { description: "Cable or radio." }),
    managed: Type.Boolean({ description: "Whether it can be changed here." }),
    mac: orNull(Type.String({ maxLength: 17, description: "Hardware address." })),
    state: Type.Enum(["connected", "connecting", "no-link", "failed", "off"], {
      description: "no-link: no cable, or no radio network found.",
    }),
    mode: NetworkMode,
    address: orNull(Ipv4),
    prefix: orNull(Prefix),
    gateway: orNull(Ipv4),
    dns: Type.Array(Ipv4, { maxItems: 8, description: "Name servers." }),
    ssid: orNull(Type.String({ maxLength: 128, description: "Name of the Wi-Fi network." })),
    keySet: Type.Boolean({ description: "A Wi-Fi key is kept." }),
    rssiDbm: orNull(Type.Integer({ minimum: -120, maximum: 0, description: "Strength in dBm." })),
    signalPercent: orNull(
      Type.Integer({ minimum: 0, maximum: 100, description: "Strength as the system grades it." }),
    ),
  },
  "One interface of the box.",
);
export type NetworkInterface = Static<typeof NetworkInterface>;

/** A change that is tried and goes back by itself unless it is confirmed. */
export const PendingNetworkChange = strict(
  {
    interface: InterfaceName,
    address: orNull(Ipv4),
    requestedAt: Instant,
    needs: Type.Enum(["link", "confirmation", "join"], {
      description:
        "link: waits for a cable or radio network; confirmation: a person; join: the Wi-Fi network.",
    }),
    rollsBackAt: orNull(Instant),
  },
  "A change on trial; rollsBackAt is null while there is no link.",
);
export type PendingNetworkChange = Static<typeof PendingNetworkChange>;

/** GET /network. */
export const NetworkState = strict(
  {
    manager: Type.Enum(["network-manager", "none"], {
      description: "none: the system's network is looked at and never changed.",
    }),
    interfaces: Type.Array(NetworkInterface, { maxItems: 16 }),
    pending: orNull(PendingNetworkChange),
  },
  "The network of the box.",
);
export type NetworkState = Static<typeof NetworkState>;

/** PUT /network/:interface. */
export const NetworkChange = strict(
  {
    mode: Type.Enum(["dhcp", "static", "off"], { description: "off is for Wi-Fi." }),
    address: Type.Optional(Ipv4),
    prefix: Type.Optional(
      Type.Integer({
        minimum: PREFIX_MIN,
        maximum: PREFIX_MAX,
        description: "Bits of the network; this or the mask.",
      }),
    ),
    mask: Type.Optional(Ipv4),
    gateway: Type.Optional(orNull(Ipv4)),
    dns: Type.Optional(Type.Array(Ipv4, { maxItems: DNS_MAX, description: "Name servers." })),
    ssid: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 32,
        description: "Name of the Wi-Fi network, 1 to 32 bytes; left out: the present one.",
      }),
    ),
    key: Type.Optional(
      orNull(
        Type.String({
          maxLength: 63,
          description: "Wi-Fi key, 8 to 63 characters; left out: the kept one; null: open network.",
        }),
      ),
    ),
  },
  "How an interface shall get its address from now on.",
);
export type NetworkChange = Static<typeof NetworkChange>;

/** What was begun. */
export const NetworkChangeAnswer = strict(
  {
    address: orNull(Ipv4),
    pending: orNull(PendingNetworkChange),
  },
  "The address to go to, null where DHCP gives one; and what still has to be confirmed.",
);
export type NetworkChangeAnswer = Static<typeof NetworkChangeAnswer>;

/** The interface in a path. */
export const InterfacePath = strict({ interface: InterfaceName }, "The interface.");

/** What the network's rules need from the system: seen by NetworkManager, or by nobody. */

import type { NetworkInterface } from "@mega/contract";
import type { LinkSeen } from "./trial.ts";

/** A change that passed every rule. */
export interface PlannedChange {
  readonly interfaceName: string;
  readonly kind: "lan" | "wifi";
  readonly ip:
    | { readonly kind: "dhcp" }
    | {
        readonly kind: "static";
        readonly address: string;
        readonly prefix: number;
        readonly gateway: string | null;
      };
  /** Empty with DHCP: the lease's own. */
  readonly dns: readonly string[];
  /** Null for a cable. */
  readonly wifi: {
    readonly ssid: string;
    readonly key:
      | { readonly kind: "kept" }
      | { readonly kind: "open" }
      | { readonly kind: "typed"; readonly value: string };
  } | null;
}

/** Profiles of one interface as NetworkManager keeps them. */
export interface ManagedNetwork {
  interfaces(): Promise<readonly NetworkInterface[]>;
  /** What the interface does at this moment with the profile. */
  seen(interfaceName: string, uuid: string): Promise<LinkSeen>;
  /** The profile that holds for the interface now; null when there is none. */
  profileOf(interfaceName: string, kind: "lan" | "wifi"): Promise<string | null>;
  /** Writes a profile beside those there are, made from `base` where given; answers its UUID. */
  prepare(change: PlannedChange, base: string | null): Promise<string>;
  /** Puts a profile to use; `previous` is kept and not used by itself any more. */
  activate(interfaceName: string, uuid: string, previous: string | null): Promise<void>;
  /** Deletes the gateway's own profiles of the interface but those named. */
  sweep(interfaceName: string, keep: readonly string[]): Promise<void>;
  /** Switches the radio. */
  setWifi(on: boolean): Promise<void>;
}

/**
 * NetworkManager through nmcli. A change never alters the profile in use: it gets a profile of its
 * own, copied from that one, so that going back is using the old one again.
 */

import type { NetworkInterface } from "@mega/contract";
import { assert, MegaError } from "@mega/domain";
import { type Device, devicesOf, interfaceOf, type Signal } from "./device-list.ts";
import type { ManagedNetwork, PlannedChange } from "./network-backend.ts";
import type { Nmcli, NmcliAnswer } from "./nmcli.ts";
import { blocksOf, first, type Properties, propertiesOf, tableOf } from "./nmcli-text.ts";
import { addressArgs, ownName, ownPrefix, securityLines } from "./profile-args.ts";

/** Exit status of nmcli when NetworkManager does not run (nmcli(1)). */
const NOT_RUNNING = 8;
/** Exit status when there is no such profile. */
const NOT_THERE = 10;
/** Profiles looked at in search of the one of an interface. */
const PROFILES_MAX = 64;
const typeOfKind = { lan: "802-3-ethernet", wifi: "802-11-wireless" } as const;

/** What the adapter needs. */
export interface NetworkManagerPorts {
  readonly nmcli: Nmcli;
  readonly nowMs: () => number;
  readonly signalDbm: (interfaceName: string) => Promise<number | null>;
}

/** NetworkManager's profiles. */
export class NetworkManager implements ManagedNetwork {
  readonly #ports: NetworkManagerPorts;

  constructor(ports: NetworkManagerPorts) {
    this.#ports = ports;
  }

  /** Whether there is a NetworkManager that answers. */
  async runs(): Promise<boolean> {
    const { code, stdout } = await this.#ports.nmcli(["-t", "-f", "RUNNING", "general"]);
    return code === 0 && stdout.trim() === "running";
  }

  async interfaces(): Promise<readonly NetworkInterface[]> {
    const devices = await this.#devices();
    const wifiOn = devices.some(({ kind }) => kind === "wifi") && (await this.#wifiOn());
    const shown: NetworkInterface[] = [];
    for (const device of devices) {
      const uuid = await this.profileOf(device.name, device.kind);
      const profile = uuid === null ? null : await this.#profile(uuid);
      const signal = await this.#signal(device);
      shown.push(interfaceOf(device, profile, { wifiOn, signal }));
    }
    return shown;
  }

  async seen(interfaceName: string, uuid: string) {
    const device = (await this.#devices()).find(({ name }) => name === interfaceName);
    return {
      carrier: device?.carrier ?? false,
      joined: device?.stateNo === 100 && device.activeUuid === uuid,
    };
  }

  async profileOf(interfaceName: string, kind: "lan" | "wifi"): Promise<string | null> {
    const active = (await this.#devices()).find(({ name }) => name === interfaceName)?.activeUuid;
    if (active !== null && active !== undefined) return active;
    const rows = (await this.#profiles()).filter(({ type }) => type === typeOfKind[kind]);
    const fits = async (uuid: string) => {
      const bound = first(await this.#profile(uuid), "connection.interface-name");
      return bound === null || bound === interfaceName;
    };
    // Those that NetworkManager would take by itself come first, then what was used last.
    const order = rows.sort(
      (a, b) =>
        Number(b.autoconnect) - Number(a.autoconnect) ||
        b.priority - a.priority ||
        b.usedAtS - a.usedAtS,
    );
    for (const { uuid } of order) if (await fits(uuid)) return uuid;
    return null;
  }

  async prepare(change: PlannedChange, base: string | null): Promise<string> {
    const { interfaceName, wifi } = change;
    const name = ownName(interfaceName, this.#ports.nowMs());
    const kept = base === null ? null : await this.#profile(base);
    const sameNetwork =
      wifi === null || first(kept ?? new Map(), "802-11-wireless.ssid") === wifi.ssid;
    if (base !== null && sameNetwork) await this.#do(["connection", "clone", "uuid", base, name]);
    else await this.#do(addArgs(change, name));
    const answer = await this.#do(["-g", "connection.uuid", "connection", "show", "id", name]);
    const uuid = answer.stdout.trim();
    assert(/^[0-9a-f-]{36}$/.test(uuid), "NetworkManager names a profile by a UUID");
    try {
      await this.#do(["connection", "modify", "uuid", uuid, ...addressArgs(change)]);
      if (wifi !== null) await this.#secure(uuid, wifi.key);
    } catch (error) {
      await this.#ports.nmcli(["connection", "delete", "uuid", uuid]);
      throw error;
    }
    return uuid;
  }

  async activate(interfaceName: string, uuid: string, previous: string | null): Promise<void> {
    await this.#autoconnect(uuid, true);
    if (previous !== null && previous !== uuid) await this.#autoconnect(previous, false);
    // Without a cable there is nothing to put up: NetworkManager takes the profile when it comes.
    await this.#ports.nmcli([
      "--wait",
      "0",
      "connection",
      "up",
      "uuid",
      uuid,
      "ifname",
      interfaceName,
    ]);
  }

  async sweep(interfaceName: string, keep: readonly string[]): Promise<void> {
    const own = (await this.#profiles()).filter(
      ({ name, uuid }) => name.startsWith(ownPrefix(interfaceName)) && !keep.includes(uuid),
    );
    for (const { uuid } of own) await this.#do(["connection", "delete", "uuid", uuid]);
  }

  async setWifi(on: boolean): Promise<void> {
    await this.#do(["radio", "wifi", on ? "on" : "off"]);
  }

  /** A profile that somebody has deleted meanwhile needs no setting: going back must not fail on it. */
  async #autoconnect(uuid: string, on: boolean): Promise<void> {
    const value = on ? "yes" : "no";
    const setting = ["connection.autoconnect", value];
    await this.#do(["connection", "modify", "uuid", uuid, ...setting], [NOT_THERE]);
  }

  /** Sets the key through the editor's standard input. */
  async #secure(uuid: string, key: NonNullable<PlannedChange["wifi"]>["key"]): Promise<void> {
    const lines = securityLines(key);
    if (lines.length === 0) return;
    const input = `${[...lines, "save persistent", "quit"].join("\n")}\n`;
    const args = ["connection", "edit", "uuid", uuid];
    const { stdout } = await this.#ports.nmcli(args, input);
    // The editor ends with status 0 whatever became of it. Its words repeat the key: nobody gets them.
    if (!stdout.includes("successfully updated")) throw refused("the Wi-Fi key", "it is not valid");
  }

  async #devices(): Promise<Device[]> {
    const fields = "GENERAL,IP4,WIRED-PROPERTIES";
    return devicesOf(blocksOf((await this.#do(["-t", "-f", fields, "device", "show"])).stdout));
  }

  async #profile(uuid: string): Promise<Properties> {
    const fields =
      "connection.interface-name,ipv4.method,802-11-wireless.ssid,802-11-wireless-security.key-mgmt";
    const args = ["-t", "-f", fields, "connection", "show", "uuid", uuid];
    // One that is not there any more has no properties.
    return propertiesOf((await this.#ports.nmcli(args)).stdout);
  }

  async #profiles() {
    const fields = "NAME,UUID,TYPE,TIMESTAMP,AUTOCONNECT,AUTOCONNECT-PRIORITY";
    const { stdout } = await this.#do(["-t", "-f", fields, "connection", "show"]);
    return tableOf(stdout)
      .slice(0, PROFILES_MAX)
      .map(([name = "", uuid = "", type = "", usedAtS = "", autoconnect = "", priority = ""]) => ({
        name,
        uuid,
        type,
        usedAtS: Number(usedAtS),
        autoconnect: autoconnect === "yes",
        priority: Number(priority),
      }));
  }

  async #wifiOn(): Promise<boolean> {
    const { stdout } = await this.#do(["-t", "-f", "WIFI", "radio"]);
    return stdout.trim() === "enabled";
  }

  async #signal({ name, kind, stateNo }: Device): Promise<Signal> {
    if (kind === "lan" || stateNo !== 100) return { dbm: null, percent: null };
    const list = ["-t", "-f", "IN-USE,SIGNAL", "device", "wifi", "list", "ifname", name];
    const { stdout } = await this.#ports.nmcli([...list, "--rescan", "no"]);
    const used = tableOf(stdout).find(([inUse]) => inUse === "*")?.[1];
    const percent = used === undefined ? null : Math.min(100, Math.max(0, Number(used)));
    return { dbm: await this.#ports.signalDbm(name), percent };
  }

  async #do(args: readonly string[], taken: readonly number[] = []): Promise<NmcliAnswer> {
    const answer = await this.#ports.nmcli(args);
    if (answer.code === 0 || (answer.code !== null && taken.includes(answer.code))) return answer;
    if (answer.code === null || answer.code === NOT_RUNNING) {
      throw new MegaError("NETWORK_UNMANAGED", "NetworkManager does not run on this machine", {
        hint: "Start NetworkManager, or set the network where the machine keeps it.",
      });
    }
    throw refused(args.slice(0, 3).join(" "), answer.stderr.trim().slice(0, 300));
  }
}

function addArgs({ interfaceName, wifi }: PlannedChange, name: string): string[] {
  const common = ["ifname", interfaceName, "con-name", name, "connection.autoconnect", "no"];
  if (wifi === null) return ["connection", "add", "type", "ethernet", ...common];
  return ["connection", "add", "type", "wifi", ...common, "ssid", wifi.ssid];
}

function refused(what: string, said: string): MegaError {
  return new MegaError("NETWORK_REFUSED", `NetworkManager refuses ${what}: ${said}`, {
    hint: "The network stays as it was. The gateway's user needs the right to change it.",
  });
}

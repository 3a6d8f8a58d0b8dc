/**
 * Where the broker is that gateways may send through: one address of MQTT, or the nodes of one NATS
 * cluster. Pure.
 */

import { MegaError } from "@mega/domain";

/** A broker as it is reached. */
export interface PipeAddress {
  readonly kind: "mqtt" | "nats";
  readonly isEncrypted: boolean;
  /** "host:port", one of MQTT, up to nine of NATS. */
  readonly hosts: readonly string[];
  readonly user: string | undefined;
  readonly password: string | undefined;
}

const NODES_MAX = 9;
const forms = {
  "mqtt:": { kind: "mqtt", isEncrypted: false, port: "1883" },
  "mqtts:": { kind: "mqtt", isEncrypted: true, port: "8883" },
  "nats:": { kind: "nats", isEncrypted: false, port: "4222" },
  "tls:": { kind: "nats", isEncrypted: true, port: "4222" },
} as const;

/**
 * Reads the list of addresses, the login in the first one: "nats://server:word@a:4222,nats://b:4222".
 *
 * @throws MegaError REQUEST_INVALID; a password is never told
 */
export function readPipeAddress(text: string): PipeAddress {
  const nodes = text.split(",").map((one) => URL.parse(one.trim()));
  const [first] = nodes;
  const form = first === null || first === undefined ? undefined : formOf(first);
  if (!first || form === undefined) throw refused("no address of a broker");
  const hosts: string[] = [];
  for (const node of nodes) {
    if (node === null || node.protocol !== first.protocol || node.hostname === "") {
      throw refused("a list of different things");
    }
    if (!["", "/"].includes(node.pathname) || node.search !== "" || node.hash !== "") {
      throw refused("an address with a path");
    }
    hosts.push(`${node.hostname}:${node.port === "" ? form.port : node.port}`);
  }
  const most = form.kind === "mqtt" ? 1 : NODES_MAX;
  if (hosts.length > most) throw refused(`${hosts.length} addresses of ${form.kind}`);
  const { kind, isEncrypted } = form;
  return { kind, isEncrypted, hosts, user: part(first.username), password: part(first.password) };
}

function formOf(address: URL) {
  return Object.hasOwn(forms, address.protocol)
    ? forms[address.protocol as keyof typeof forms]
    : undefined;
}

function part(text: string): string | undefined {
  return text === "" ? undefined : decodeURIComponent(text);
}

function refused(found: string): MegaError {
  const allowed =
    "mqtt://HOST:PORT, mqtts://HOST:PORT, or a list of nats://HOST:PORT or tls://HOST:PORT, USER:PASSWORD@ before the first host";
  return new MegaError("REQUEST_INVALID", `--pipe is ${found}; allowed: ${allowed}`, {
    context: { field: "--pipe", value: found, allowed },
  });
}

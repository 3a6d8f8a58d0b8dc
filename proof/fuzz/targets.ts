/** The outside formats that are fuzzed, each with its file and its part of the cases. */

import type { FuzzTarget } from "./run/fuzz-target.ts";

export interface ListedTarget {
  /** What comes from outside. */
  readonly format: string;
  /** Of the cases that are asked for, one in so many is run; 1 for what issue and goal name. */
  readonly oneIn: number;
  readonly load: () => Promise<FuzzTarget>;
}

/** By the name that `--only` takes; those that take longest come first, so that they start first. */
export const fuzzTargets: Readonly<Record<string, ListedTarget>> = {
  http: {
    format: "HTTP requests",
    oneIn: 1,
    load: async () => (await import("./targets/http.ts")).httpTarget,
  },
  imports: {
    format: "imports: rows, files, backups",
    oneIn: 1,
    load: async () => (await import("./targets/imports.ts")).importsTarget,
  },
  configuration: {
    format: "configuration files",
    oneIn: 1,
    load: async () => (await import("./targets/configuration.ts")).configurationTarget,
  },
  p1: {
    format: "P1 telegrams",
    oneIn: 1,
    load: async () => (await import("./targets/p1.ts")).p1Target,
  },
  rtu: {
    format: "Modbus RTU replies",
    oneIn: 1,
    load: async () => (await import("./targets/rtu.ts")).rtuTarget,
  },
  mbap: {
    format: "Modbus TCP replies",
    oneIn: 1,
    load: async () => (await import("./targets/mbap.ts")).mbapTarget,
  },
  mqtt: {
    format: "MQTT messages",
    oneIn: 1,
    load: async () => (await import("./targets/mqtt.ts")).mqttTarget,
  },
  "rtu-over-tcp": {
    format: "Modbus RTU replies over TCP",
    oneIn: 10,
    load: async () => (await import("./targets/rtu-over-tcp.ts")).rtuOverTcpTarget,
  },
  entries: {
    format: "ledger entries",
    oneIn: 10,
    load: async () => (await import("./targets/entries.ts")).entriesTarget,
  },
  profiles: {
    format: "profile files",
    oneIn: 10,
    load: async () => (await import("./targets/profiles.ts")).profilesTarget,
  },
  sntp: {
    format: "packets of time servers",
    oneIn: 10,
    load: async () => (await import("./targets/sntp.ts")).sntpTarget,
  },
  nmcli: {
    format: "output of nmcli",
    oneIn: 10,
    load: async () => (await import("./targets/nmcli.ts")).nmcliTarget,
  },
};

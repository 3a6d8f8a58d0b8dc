/** `mega server`: runs the server until it is told to stop. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import {
  type MailOptions,
  PROCESSES_MAX,
  processNo,
  type RunningServer,
  readPipeAddress,
  type ServerOptions,
  type ServerWork,
  serveAsOne,
  serverWorks,
  smtpSettings,
  startProcesses,
  startServer,
} from "@mega/server";
import { type Given, needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { tunnelOptions, tunnelsOf } from "../tunnel-settings.ts";
import { untilStopped } from "../until-stopped.ts";

/** Where it listens when nothing else is said. */
const DEFAULT_PORT = 8090;
const DEFAULT_HOST = "127.0.0.1";

export const serverCommand: Command = {
  summary: "Runs the server that keeps what gateways upload. DATABASE_URL names its PostgreSQL.",
  usage: "--data DIR [--host ADDRESS] [--port N] [--certificate FILE --key FILE]",
  options: {
    data: {
      form: "text",
      value: "DIR",
      meaning:
        "The server's own folder; made when absent. Its PostgreSQL too, without DATABASE_URL.",
    },
    port: { form: "number", value: "N", meaning: `Port; ${DEFAULT_PORT}.` },
    host: {
      form: "text",
      value: "ADDRESS",
      meaning: `Where to listen; ${DEFAULT_HOST}, this machine only. 0.0.0.0 is every address.`,
    },
    certificate: {
      form: "text",
      value: "FILE",
      meaning: "Certificate with those of its authorities, PEM: the server speaks HTTPS.",
    },
    key: { form: "text", value: "FILE", meaning: "The certificate's key, PEM." },
    "trusted-proxy": {
      form: "text",
      value: "LIST",
      meaning: "Proxies that say who asks: addresses or nets, 10.0.0.7,192.168.3.0/24.",
    },
    "metrics-port": {
      form: "number",
      value: "N",
      meaning: "Port of the figures for Prometheus, on 127.0.0.1; none.",
    },
    pipe: {
      form: "text",
      value: "LIST",
      meaning:
        "A broker that uploads may come through: mqtt://HOST, or NATS nodes, nats://A,nats://B. MEGA_PIPE does the same.",
    },
    role: {
      form: "text",
      value: "ROLE",
      meaning: "What this one does: ingest for gateways, portal for people, jobs, all; all.",
    },
    processes: {
      form: "number",
      value: "N",
      meaning: `Processes behind the one address, 1 to ${PROCESSES_MAX}; 1.`,
    },
    ...tunnelOptions,
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; info." },
  },
  async run(given) {
    const options = optionsOf(given);
    const count = processesOf(given);
    const no = processNo();
    if (no !== undefined) {
      const server = await serveAsOne(options, no);
      return server === undefined ? 1 : untilEnded(server);
    }
    const server = await (count === 1 ? startServer(options) : startProcesses(options, count));
    process.stdout.write(`Server: ${server.url}\n`);
    if (server.metricsUrl !== null) process.stdout.write(`Metrics: ${server.metricsUrl}\n`);
    return untilEnded(server);
  },
};

async function untilEnded({ lost, stop }: Pick<RunningServer, "lost" | "stop">): Promise<number> {
  try {
    await untilStopped(lost);
  } finally {
    await stop();
  }
  return 0;
}

function optionsOf(given: Given): ServerOptions {
  const trustedProxies = given.text("trusted-proxy");
  const metricsPort = given.number("metrics-port");
  // A password on the command line can be seen by everybody at the machine.
  const pipe = given.text("pipe") ?? process.env["MEGA_PIPE"] ?? "";
  return {
    dataFolder: needed(given, "data"),
    databaseUrl: databaseUrl(),
    host: given.text("host") ?? DEFAULT_HOST,
    port: given.number("port") ?? DEFAULT_PORT,
    logLevel: given.text("log") ?? "info",
    works: worksOf(given.text("role") ?? "all"),
    ...tlsOf(given),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(pipe === "" ? {} : { pipe: readPipeAddress(pipe) }),
    ...tunnelsOf(given, process.env, processesOf(given)),
    ...mailsOf(process.env),
  };
}

function worksOf(role: string): readonly ServerWork[] {
  const works = serverWorks.filter((work) => role === "all" || role === work);
  if (works.length > 0) return works;
  const allowed = [...serverWorks, "all"].join(", ");
  throw new MegaError("REQUEST_INVALID", `--role is "${role}"; allowed: ${allowed}`, {
    context: { field: "--role", value: role, allowed },
  });
}

function processesOf(given: Given): number {
  const count = given.number("processes") ?? 1;
  if (count >= 1 && count <= PROCESSES_MAX) return count;
  const allowed = `1 to ${PROCESSES_MAX}`;
  throw new MegaError("REQUEST_INVALID", `--processes is ${count}; allowed: ${allowed}`, {
    context: { field: "--processes", value: count, allowed },
  });
}

/** DATABASE_URL; null where it is not set. */
export function databaseUrl(): string | null {
  const url = process.env["DATABASE_URL"] ?? "";
  return url === "" ? null : url;
}

/** How mails go out; nothing where no mail server is named. */
function mailsOf(env: NodeJS.ProcessEnv): { readonly mails?: MailOptions } {
  const { MEGA_SMTP_URL: url, MEGA_SMTP_FROM: from, MEGA_PUBLIC_URL: publicUrl } = env;
  if (url === undefined || url === "") return {};
  const address = URL.parse(publicUrl ?? "");
  if (address === null || !/^https?:$/.test(address.protocol)) {
    const found = publicUrl === undefined ? "not set" : `"${publicUrl}"`;
    const allowed =
      "the address of the portal for links in mails, such as https://mega.example.org";
    throw new MegaError("CONFIG_INVALID", `MEGA_PUBLIC_URL is ${found}; allowed: ${allowed}`, {
      context: { field: "MEGA_PUBLIC_URL", allowed },
    });
  }
  return { mails: { smtp: smtpSettings(url, from), publicUrl: address.origin } };
}

function tlsOf(given: Given): { readonly tls?: { certificate: string; key: string } } {
  const certificate = given.text("certificate");
  const key = given.text("key");
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) {
    throw new MegaError(
      "REQUEST_INVALID",
      "--certificate and --key are given together or not at all",
    );
  }
  return { tls: { certificate, key } };
}

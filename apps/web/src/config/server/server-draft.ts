/** The server in the draft of the configuration. Pure. */

import {
  type GatewayConfig,
  SERVER_URL_LENGTH_MAX,
  SERVER_URL_PATTERN,
  type ServerConfig,
} from "@mega/contract";
import { patched } from "../draft/document.ts";
import { optional, type Read, whole } from "../draft/rules.ts";

const form = new RegExp(SERVER_URL_PATTERN);

/** The address of a server. */
export function readServerUrl(text: string): Read<string> {
  const url = text.trim();
  if (url === "") return { kind: "slip", code: "required" };
  const fits = url.length <= SERVER_URL_LENGTH_MAX && form.test(url);
  return fits ? { kind: "value", value: url } : { kind: "slip", code: "server-url" };
}

/** Seconds over which uploads are spread, or none for the usual. */
export const mayBeJitter = optional(whole(0, 600, "jitter-seconds"));

/** The login at the broker, or none for the usual. */
export function readPipeUser(text: string): Read<string | undefined> {
  const user = text.trim();
  return { kind: "value", value: user === "" ? undefined : user };
}

/** Whether the gateway sends to a server. */
export function isServerOn({ server }: GatewayConfig): boolean {
  return server !== undefined && server.enabled !== false;
}

/** The draft with the server switched on or off; an address that was typed is kept. */
export function switchedServer(before: GatewayConfig, on: boolean): GatewayConfig {
  const { server } = before;
  if (on) return withServer(before, { enabled: undefined });
  if (server === undefined || server.url === "") return patched(before, { server: undefined });
  return withServer(before, { enabled: false });
}

/** The draft with changed settings of the server. */
export function withServer(
  before: GatewayConfig,
  part: { readonly [K in keyof ServerConfig]?: ServerConfig[K] | undefined },
): GatewayConfig {
  return { ...before, server: patched<ServerConfig>(before.server ?? { url: "" }, part) };
}

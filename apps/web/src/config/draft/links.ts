/** Lines of the installation as a person edits them: buses and P1 ports with where they end. Pure. */

import type { BusConfig, GatewayConfig, P1PortConfig } from "@mega/contract";
import { patched } from "./document.ts";
import { freeName } from "./free-name.ts";

/** The two lists of lines. */
export type LineList = "buses" | "p1Ports";
/** A line of either list. */
export type LineConfig = BusConfig | P1PortConfig;

/** Kinds of link that a list admits. */
export const linkKinds = {
  buses: ["tty", "rtu-over-tcp", "modbus-tcp"],
  p1Ports: ["tty", "tcp"],
} as const satisfies Readonly<Record<LineList, readonly string[]>>;

/** Lines at most. */
export const linesMax: Readonly<Record<LineList, number>> = { buses: 16, p1Ports: 8 };

/** The draft with one more line. */
export function addLine(draft: GatewayConfig, list: LineList): GatewayConfig {
  const before: readonly LineConfig[] = draft[list] ?? [];
  const id = freeName(list === "buses" ? "bus" : "p1", before);
  const link = { kind: "tty" as const, path: `/dev/ttyUSB${before.length}` };
  return { ...draft, [list]: [...before, { id, link }] };
}

/** The draft without a line. */
export function removeLine(draft: GatewayConfig, list: LineList, index: number): GatewayConfig {
  const before: readonly LineConfig[] = draft[list] ?? [];
  const left = before.filter((_, at) => at !== index);
  return patched<GatewayConfig>(draft, { [list]: left.length === 0 ? undefined : left });
}

/** Meters on a line. */
export function metersOn(draft: GatewayConfig, list: LineList, id: string): number {
  const key = list === "buses" ? "bus" : "p1Port";
  return (draft.meters ?? []).filter((meter) => meter[key] === id).length;
}

/** Renames a line; its meters follow. */
export function renameLine(
  draft: GatewayConfig,
  list: LineList,
  index: number,
  id: string,
): GatewayConfig {
  const key = list === "buses" ? "bus" : "p1Port";
  const old = draft[list]?.[index]?.id;
  const meters = draft.meters?.map((meter) =>
    meter[key] !== undefined && meter[key] === old ? { ...meter, [key]: id } : meter,
  );
  return patched<GatewayConfig>(withLine(draft, list, index, { id }), { meters });
}

/** Changes keys of a line. */
function withLine(
  draft: GatewayConfig,
  list: LineList,
  index: number,
  part: Readonly<Record<string, unknown>>,
): GatewayConfig {
  const before: readonly LineConfig[] = draft[list] ?? [];
  const lines = before.map((line, at) =>
    at === index ? patched<LineConfig>(line, part as Partial<LineConfig>) : line,
  );
  return { ...draft, [list]: lines };
}

/** Changes keys of a line's link. */
export function withLink(
  draft: GatewayConfig,
  list: LineList,
  index: number,
  part: Readonly<Record<string, unknown>>,
): GatewayConfig {
  const link = draft[list]?.[index]?.link;
  if (link === undefined) return draft;
  return withLine(draft, list, index, { link: patched(link, part as Partial<typeof link>) });
}

/** Ends a line in another way; what both ways have in common is kept. */
export function withLinkKind(
  draft: GatewayConfig,
  list: LineList,
  index: number,
  kind: string,
): GatewayConfig {
  const link = draft[list]?.[index]?.link;
  if (link === undefined || link.kind === kind) return draft;
  if (kind === "tty") return withLine(draft, list, index, { link: { kind, path: "/dev/ttyUSB0" } });
  const place = "host" in link ? { host: link.host, port: link.port } : { host: "", port: 502 };
  return withLine(draft, list, index, { link: { kind, ...place } });
}

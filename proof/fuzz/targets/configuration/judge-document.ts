/** What a document that was taken, or refused, must be; by a validator that is not the gateway's. */

import { Ajv } from "ajv";
import { GatewayConfigSchema } from "../../../../packages/contract/src/configuration/gateway-config.ts";
import { canary } from "./documents.ts";

const ajv = new Ajv({ strict: false, validateFormats: false });
const isConfig = ajv.compile<unknown>(GatewayConfigSchema);

interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Group = Readonly<Record<string, unknown>>;

/** What is wrong with a document that was taken; undefined when nothing is. */
export function takenFault(document: unknown): string | undefined {
  if (!isConfig(document))
    return `taken against the schema: ${JSON.stringify(isConfig.errors?.[0])}`;
  const config = document as Group;
  const meters = groupsIn(config, "meters");
  const channels = groupsIn(config, "channels");
  const ids = meters.map((meter) => meter["id"]);
  const numbers = channels.map((channel) => channel["no"]);
  if (new Set(ids).size !== ids.length) return "two meters of one name were taken";
  if (new Set(numbers).size !== numbers.length) return "two channels of one number were taken";
  const model = String((config["gateway"] as Group | undefined)?.["model"]);
  const most = Number(model.replace("MEGA", ""));
  if (!numbers.every((no) => Number(no) <= most)) return "a channel beyond the model was taken";
  const lost = channels.find(({ meter }) => meter !== undefined && !ids.includes(meter));
  if (lost !== undefined)
    return `the meter ${JSON.stringify(lost["meter"])} of a channel is nowhere`;
  const places = meters
    .filter((meter) => meter["bus"] !== undefined)
    .map((meter) => `${meter["bus"]} ${meter["address"]}`);
  return new Set(places).size === places.length
    ? undefined
    : "two meters on one address were taken";
}

/**
 * What is wrong with a refusal: each fault says where, what was found and what is allowed.
 *
 * @param masked The document without its secrets, as text: a secret that stands elsewhere is none.
 */
export function refusalFault(faults: readonly Fault[], masked: string): string | undefined {
  if (faults.length === 0 || faults.length > 100) return `${faults.length} faults are told`;
  if (!masked.includes(canary) && JSON.stringify(faults).includes(canary))
    return "a secret is told";
  const poor = faults.find(({ pointer, code, params }) => {
    const { value, allowed } = params;
    const says = typeof value === "string" && typeof allowed === "string";
    return typeof pointer !== "string" || code === "" || !says || value === "" || allowed === "";
  });
  return poor && `a fault that does not say enough: ${JSON.stringify(poor)}`;
}

/** The entries of a list of a document that are groups. */
export function groupsIn(document: unknown, key: string): readonly Group[] {
  const list = (document as Group | null)?.[key];
  if (!Array.isArray(list)) return [];
  return list.filter((entry) => typeof entry === "object" && entry !== null);
}

/**
 * Requests to the REST interface: path, query, heads and body, made from the OpenAPI document that
 * the gateway serves. Most are asked of a gateway that lets everybody in, so that what stands behind
 * the guard is reached; one in four by somebody before the real guard of a building with tenants.
 */

import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { tenantsBuilding } from "../../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import type { ApiRig } from "../../../apps/gateway/src/api/testing/api-rig.ts";
import { smallBuilding } from "../../../apps/gateway/src/api/testing/small-building.ts";
import type { FuzzRandom } from "../draw/random.ts";
import type { FuzzBench, FuzzCase, FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import type { Caller } from "./http/callers.ts";
import { callersOf } from "./http/callers.ts";
import type { DrawnRequest } from "./http/draw-request.ts";
import { drawRequest } from "./http/draw-request.ts";
import type { AskedOperation, OpenApi } from "./http/interface.ts";
import { operationsOf } from "./http/interface.ts";
import type { FitsAnswer } from "./http/judge-answer.ts";
import { judgeAnswer } from "./http/judge-answer.ts";

/** They hold a request open, or ask other machines. */
const leftOut: ReadonlySet<string> = new Set(["events", "testTime", "testBroker", "testMail"]);
/**
 * They hash a password, draw pages or ask the system, and cost five to fifty times as much as the others:
 * one in so many of the cases that would be theirs, which leaves 2000 of each in a million.
 */
const slow: ReadonlySet<string> = new Set([
  "login",
  "claim",
  "confirmPassword",
  "changePassword",
  "resetCredentials",
  "acceptInvitation",
  "addAccount",
  "backUpConfiguration",
  "readConfigurationBackup",
  "exportConfigurationYaml",
  "exportXlsx",
  "exportPdf",
  "printConfiguration",
  "openapi",
  "network",
  "time",
]);
const slowOneIn = 7;
/** It would end the login that the next case comes with. */
const endsLogin = "logout";

/** What stands behind an address. */
type Server = Pick<ApiRig["app"], "inject">;

interface House {
  readonly rig: ApiRig;
  readonly callers: readonly Caller[];
  readonly newestRevision: () => number;
}

export const httpTarget: FuzzTarget = httpTargetOf((app) => app);

/** The target before another server, to see the oracle at work. */
export function httpTargetOf(dressed: (app: Server) => Server): FuzzTarget {
  return { batchCases: 50_000, prepare: () => prepare(dressed) };
}

async function prepare(dressed: (app: Server) => Server): Promise<FuzzBench> {
  const open = await smallBuilding();
  const guarded = await tenantsBuilding();
  const document = (await open.get("/openapi.json")).json<OpenApi>();
  const operations = operationsOf(document).filter(({ name }) => !leftOut.has(name));
  const fits = fitsOf(operations);
  const machine: Caller = { name: "machine", headers: { host: "localhost" }, foreign: secretsOnly };
  const houses = {
    open: houseOf(open, [machine]),
    guarded: houseOf(guarded.rig, callersOf(guarded)),
  };
  return {
    draw: (random) => {
      const house = random.once(4) ? houses.guarded : houses.open;
      const caller = random.pickOf(house.callers) ?? machine;
      const request = drawRequest(random, drawOperation(random, operations, caller));
      const ip = `10.${random.byte()}.${random.byte()}.${random.byte()}`;
      return caseOf(dressed(house.rig.app), { house, caller, request, ip }, fits);
    },
    close: async () => {
      await open.close();
      await guarded.rig.close();
    },
  };
}

interface Asked {
  readonly house: House;
  readonly caller: Caller;
  readonly request: DrawnRequest;
  /** Of its own for each case, so that the limit of requests is not what answers. */
  readonly ip: string;
}

function caseOf(app: Server, asked: Asked, fits: FitsAnswer): FuzzCase {
  const { caller, request } = asked;
  return {
    show: () => {
      const { operation, url, headers, body } = request;
      const { name, method } = operation;
      return JSON.stringify({ caller: caller.name, name, method, url, headers, body });
    },
    judge: () => judgeRequest(app, asked, fits),
  };
}

async function judgeRequest(
  app: Server,
  { house, caller, request, ip }: Asked,
  fits: FitsAnswer,
): Promise<Verdict> {
  const before = stateOf(house);
  const answer = await app.inject({
    method: request.operation.method,
    url: request.url,
    remoteAddress: ip,
    headers: { host: "mega.local", ...caller.headers, ...request.headers },
    ...(request.body === undefined ? {} : { payload: request.body }),
  });
  const wasChanged = before !== stateOf(house);
  const type = `${answer.headers["content-type"] ?? ""}`;
  const body = plainBody(answer.rawPayload, answer.headers["content-encoding"]);
  const heard = { status: answer.statusCode, type, body };
  return judgeAnswer(request, heard, { foreign: caller.foreign, fits, wasChanged });
}

function plainBody(bytes: Buffer, encoding: unknown): string {
  if (encoding === "gzip") return gunzipSync(bytes).toString();
  return (encoding === "br" ? brotliDecompressSync(bytes) : bytes).toString();
}

/** The newest entry of the ledger and the newest revision of the configuration. */
function stateOf({ rig, newestRevision }: House): string {
  return `${rig.ledger.snapshot().head.seq} ${newestRevision()}`;
}

function houseOf(rig: ApiRig, callers: readonly Caller[]): House {
  const statement = rig.context.database.db.prepare(
    "SELECT max(revision) AS newest FROM configuration",
  );
  return { rig, callers, newestRevision: () => Number(statement.get()?.["newest"] ?? 0) };
}

function drawOperation(
  random: FuzzRandom,
  operations: readonly AskedOperation[],
  caller: Caller,
): AskedOperation {
  for (;;) {
    const operation = random.pickOf(operations);
    if (operation === undefined) throw new Error("The document names no operation.");
    if (slow.has(operation.name) && !random.once(slowOneIn)) continue;
    if (operation.name === endsLogin && caller.headers["cookie"] !== undefined) continue;
    return operation;
  }
}

/** Answers against the schemas of the document, by a validator of its own. */
function fitsOf(operations: readonly AskedOperation[]): FitsAnswer {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  // Files and the document itself are described as texts, whatever they hold.
  const described = operations.filter(({ answers }) => answers["200"]?.type !== "string");
  const checks = new Map(
    described.flatMap(({ name, answers }) =>
      Object.entries(answers).map(([status, schema]) => [`${name} ${status}`, ajv.compile(schema)]),
    ),
  );
  return (name, status, body) => {
    const check = checks.get(`${name} ${status}`);
    if (check === undefined || check(body)) return undefined;
    return `an answer that is not as described: ${ajv.errorsText(check.errors)}`;
  };
}

/** Whoever is let in: tokens are never told. */
function secretsOnly(body: string): string | undefined {
  return body.includes("secret-token") ? "a secret" : undefined;
}

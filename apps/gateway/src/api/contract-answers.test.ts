import { readFileSync } from "node:fs";
import {
  type accountOperations,
  type checkOperations,
  type configurationOperations,
  type mailOperations,
  type networkOperations,
  type Operation,
  type OperationName,
  operations,
  Problem,
  type restoreOperations,
  StreamEvent,
  type serverOperations,
} from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiRig } from "./testing/api-rig.ts";
import { smallBuilding } from "./testing/small-building.ts";
import { buildingWithWaiting } from "./testing/waiting-building.ts";

let rig: ApiRig;
let waiting: ApiRig;
beforeAll(async () => {
  rig = await smallBuilding();
  waiting = await buildingWithWaiting();
});
afterAll(async () => {
  await rig.close();
  await waiting.close();
});

const ajv = new Ajv2020({ allErrors: true });
const isProblem = ajv.compile(Problem);

/** A decision on what waits of a source in the second building. */
const decision = (sourceNo: number, upToSeq: number, confirmChannelNo: number) => {
  return { sourceNo, upToSeq, why: "looked at on site", confirmChannelNo };
};
/** Asked of the second building. */
const ofWaiting: ReadonlySet<string> = new Set([
  "quarantine",
  "discardWaiting",
  "releaseWaiting",
  "rolloverWaiting",
  "exchangePreview",
  "recordExchange",
  "enteredIndex",
  "enterIndex",
]);
const exchanged = "import:9471.200:0.000,export:13.000:0.000";
const exchange = {
  kind: "exchanged",
  at: "2026-05-12T08:30:00Z",
  serialNumber: "NEW-2",
  counters: [
    { counterId: "import", oldEnd: "9471.200", newStart: "0.000" },
    { counterId: "export", oldEnd: "13.000", newStart: "0.000" },
  ],
  why: "worn out",
  confirmChannelNo: 1,
};

/** Asked elsewhere: the stream over a socket, below, logins in access/, undo and mails in their tests. */
type AskedElsewhere =
  | "events"
  | "cancelScan"
  | "undoPeriod"
  | keyof typeof configurationOperations
  | keyof typeof networkOperations
  | keyof typeof checkOperations
  | keyof typeof mailOperations
  | keyof typeof serverOperations
  | keyof typeof restoreOperations
  | keyof typeof accountOperations;

/** A request for every other operation. */
const requests: Readonly<
  Record<Exclude<OperationName, AskedElsewhere>, string | readonly [string, object]>
> = {
  gateway: "/gateway",
  counters: "/counters",
  channel: "/channels/1",
  series: `/channels/1/series?bucket=day&from=2026-04-30T22:00:00Z&to=2026-05-02T22:00:00Z`,
  readChannel: ["/channels/3/read", {}],
  readAll: ["/rounds", {}],
  latestRound: "/rounds/latest",
  periodPreview: "/channels/1/period-preview?effectiveAt=2026-05-02T10:00:00Z",
  newPeriod: [
    "/channels/4/periods",
    { effectiveAt: "2026-05-02T10:00:00Z", index: { kind: "interpolated" }, confirmChannelNo: 4 },
  ],
  undoablePeriods: "/periods/undoable",
  quarantine: "/quarantine",
  discardWaiting: ["/channels/4/quarantine/discard", decision(5, 60, 4)],
  releaseWaiting: ["/channels/4/quarantine/release", decision(5, 999, 4)],
  rolloverWaiting: ["/channels/3/quarantine/rollover", decision(3, 999, 3)],
  exchangePreview: `/channels/1/exchange-preview?at=${exchange.at}&counters=${exchanged}`,
  recordExchange: ["/channels/1/exchanges", exchange],
  enteredIndex: "/channels/6/entered-index?indexes=volume:12.5",
  enterIndex: [
    "/channels/6/entered-index",
    {
      takenAt: "2026-05-30T10:00:00Z",
      counters: [{ counterId: "volume", index: "12.5" }],
      note: "",
      confirmed: false,
    },
  ],
  exportJson: "/export.json",
  exportCsv: "/export.csv",
  exportXlsx: "/export.xlsx",
  exportPdf: "/export.pdf",
  ledgerHead: "/ledger/head",
  profiles: "/profiles",
  buses: "/buses",
  busHealth: "/buses/main/health",
  busFrames: "/buses/main/frames?address=1&class=crc&limit=20",
  busFramesText: "/buses/main/frames.txt",
  startScan: ["/buses/main/scan", { from: 1, to: 4 }],
  scan: "/buses/main/scan",
  checkLine: ["/buses/main/line-check", {}],
  testMeter: ["/tests/meter", { kind: "channel", channelNo: 1 }],
  inputs: "/inputs",
  publishers: "/publishers",
  publish: ["/publish", {}],
  metrics: "/metrics",
  openapi: "/openapi.json",
};

test.each(Object.entries(requests))("%s answers as the contract says", async (name, request) => {
  const operation: Operation = operations[name as OperationName];
  const asked = ofWaiting.has(name) ? waiting : rig;
  const answer =
    typeof request === "string"
      ? await asked.get(request)
      : await asked.post(request[0], request[1]);
  expect(answer.statusCode, answer.body).toBe(operation.status);
  if (operation.answer === undefined) {
    expect(answer.headers["content-type"]).toContain(operation.mediaType);
    return;
  }
  const isAnswer = ajv.getSchema(name) ?? ajv.addSchema(operation.answer, name).getSchema(name);
  expect(isAnswer?.(answer.json()), JSON.stringify(isAnswer?.errors)).toBe(true);
});

test("every channel of the model answers as the contract says, used or not", async () => {
  const isDetail = ajv.compile(operations.channel.answer);
  for (let channelNo = 1; channelNo <= 16; channelNo += 1) {
    const detail = (await rig.get(`/channels/${channelNo}`)).json();
    expect(isDetail(detail), JSON.stringify(isDetail.errors)).toBe(true);
    expect(detail.channel.channelNo).toBe(channelNo);
  }
});

test("the stream says hello as the contract says", async () => {
  const address = await rig.app.listen({ host: "127.0.0.1", port: 0 });
  const abort = new AbortController();
  const answer = await fetch(`${address}/api/v1/events`, {
    signal: abort.signal,
  });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const chunk = await answer.body?.getReader().read();
  const text = new TextDecoder().decode(chunk?.value);
  expect(text).toMatch(/^id: \d+\nevent: hello\ndata: /);
  const data: unknown = JSON.parse(/data: (.*)\n/.exec(text)?.[1] ?? "");
  expect(ajv.compile(StreamEvent)(data)).toBe(true);
  abort.abort();
});

// A request; the status, the code and the pointer and code of its faulty field.
const refusals = `
  GET  /counters?channels=17                       | 400 REQUEST_INVALID /query/channels not-allowed
  GET  /counters?channels=1,,2                     | 400 REQUEST_INVALID /query/channels pattern
  GET  /counters?months=2026-06                    | 400 REQUEST_INVALID /query/months in-future
  GET  /counters?months=2026-13                    | 400 REQUEST_INVALID /query/months pattern
  GET  /counters?password=1                        | 400 REQUEST_INVALID /query/password boolean
  GET  /export.csv?dialect=dos                     | 400 REQUEST_INVALID /query/dialect enum
  GET  /export.xlsx?dialect=rfc4180                | 400 REQUEST_INVALID /query/dialect boolean
  GET  /export.pdf?columns=price                   | 400 REQUEST_INVALID /query/columns pattern
  GET  /channels/0                                 | 400 REQUEST_INVALID /path/channelNo minimum
  GET  /channels/1.5                               | 400 REQUEST_INVALID /path/channelNo type
  GET  /channels/17                                | 404 NOT_FOUND /path/channelNo not-allowed
  GET  /channels/7/period-preview                  | 409 CONFLICT /path/channelNo no-meter
  POST /channels/7/read                            | 409 CONFLICT /path/channelNo no-meter
  GET  /channels/1/series?bucket=hour&from=2026-01-01T00:00:00Z&to=2026-02-03T08:00:01Z | 400 REQUEST_INVALID /query/to not-allowed
  GET  /channels/1/series?bucket=hour&from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z | 400 REQUEST_INVALID /query/to not-allowed
  GET  /channels/1/series?bucket=day&from=2026-02-30T00:00:00Z&to=2026-03-01T00:00:00Z | 400 REQUEST_INVALID /query/from format
  GET  /channels/1/series?bucket=month&from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z | 400 REQUEST_INVALID /query/to not-allowed
  GET  /channels/1/period-preview?effectiveAt=2026-05-03T00:00:00Z | 400 REQUEST_INVALID /query/effectiveAt in-future
  GET  /channels/1/period-preview?effectiveAt=2026-01-01T00:00:00Z | 400 REQUEST_INVALID /query/effectiveAt too-early
  GET  /nowhere                                    | 404 NOT_FOUND
`;

test.each(refusals.trim().split("\n"))("refusal: %s", async (row) => {
  const [request = "", wanted] = row.split(" | ").map((cell) => cell.trim());
  const [method, path = ""] = request.split(/\s+/);
  const answer = method === "GET" ? await rig.get(path) : await rig.post(path);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const problem = answer.json();
  expect(isProblem(problem), JSON.stringify(isProblem.errors)).toBe(true);
  const [field] = problem.errors;
  const said = [answer.statusCode, problem.code, field?.pointer, field?.code];
  expect(said.filter((part) => part !== undefined).join(" ")).toBe(wanted);
});

interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<
    Record<string, { description: string; content: Readonly<Record<string, { schema: object }>> }>
  >;
}

test("the interface document names every operation, and its schemas are schemas", async () => {
  const document = (await rig.get("/openapi.json")).json();
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: "MEGA gateway", version: "0.0.0-test" });
  const found = new Map<string, string>();
  for (const [path, item] of Object.entries<Record<string, OpenApiOperation>>(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      found.set(operation.operationId, `${method.toUpperCase()} ${path}`);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(named.map(({ name }) => name)).toEqual(inPath);
      const schemas = [
        ...(operation.parameters ?? []).map(({ schema }) => schema),
        ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
        ...Object.values(operation.responses).flatMap(({ content }) =>
          Object.values(content).map(({ schema }) => schema),
        ),
      ];
      for (const schema of schemas) expect(ajv.validateSchema(schema)).toBe(true);
      expect(operation.summary).not.toBe("");
      expect(Object.keys(operation.responses)).toContain("4XX");
      for (const { description } of Object.values(operation.responses)) {
        expect(description).not.toBe("");
      }
    }
  }
  const wanted = Object.entries<Operation>(operations).map(([name, { method, path }]) => [
    name,
    `${method} /api/v1${path.replace(/:(\w+)/g, "{$1}")}`,
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
});

test("the reference lists every operation, and none that is not there", () => {
  const file = new URL("../../../../docs/reference/rest-api.md", import.meta.url);
  const listed = [
    ...readFileSync(file, "utf8").matchAll(/^\| (GET|POST|PUT|DELETE) \| `([^`]+)`/gm),
  ];
  const wanted = Object.values<Operation>(operations).map(
    ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`,
  );
  expect(listed.map(([, method, path]) => `${method} ${path}`).sort()).toEqual(wanted.sort());
});

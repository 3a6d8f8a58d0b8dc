/**
 * The local door for the `mega` command: a socket in the data folder that only the folder's owner
 * can open. The ledger has one owner, so verify and export ask the running gateway here.
 */

import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { MegaError, toUtcString } from "@mega/domain";
import { type LedgerHost, proveMonth } from "@mega/ledger";
import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";
import { markLocal } from "../access/local-requests.ts";

const NAME = "control.sock";
/** Bytes of an answer that a command takes. */
const ANSWER_BYTES_MAX = 256 * 1024 * 1024;
/** A whole verification may take minutes; silence longer than this is a failure. */
const SILENCE_MS_MAX = 600_000;

/** What stands behind the door. */
interface ControlParts {
  readonly app: FastifyInstance;
  readonly ledger: LedgerHost;
  readonly access: Access;
}

/**
 * Opens the door: POST /verify, POST /rebuild (derives the projections again, then verifies),
 * GET /prove?channel=&month=, POST /prg (as if the button was pressed), POST /setup-code, and every
 * operation of the interface. Resolves to its closing.
 */
export async function openControlSocket(
  dataFolder: string,
  { app, ledger, access }: ControlParts,
): Promise<() => Promise<void>> {
  const path = socketPath(dataFolder);
  rmSync(path, { force: true });
  const server = createServer((request, response) => {
    if (request.method === "POST" && request.url === "/verify") {
      answer(() => ledger.verify(1), response);
    } else if (request.method === "POST" && request.url === "/rebuild") {
      answer(() => ledger.rebuildProjections().then(() => ledger.verify(1)), response);
    } else if (request.method === "GET" && request.url?.startsWith("/prove?")) {
      const asked = new URLSearchParams(request.url.slice("/prove?".length));
      const [channelNo, month] = [Number(asked.get("channel")), asked.get("month") ?? ""];
      answer(() => proveMonth(ledger, channelNo, month), response);
    } else if (request.method === "POST" && request.url === "/prg") {
      answer(async () => pressPrg(access), response);
    } else if (request.method === "POST" && request.url === "/setup-code") {
      answer(async () => showSetupCode(access), response);
    } else {
      markLocal(request);
      app.routing(request, response);
    }
  });
  await listen(server, path);
  chmodSync(path, 0o600);
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        rmSync(path, { force: true });
        resolve();
      });
    });
}

/** Who can open this door has the machine: no better proof of presence is asked for. */
function pressPrg({ presence, note }: Access): object {
  const purpose = presence.claimed ? "reset" : "claim";
  presence.pressed(purpose);
  const details = { purpose };
  note({ actor: "machine", action: "prg-pressed", object: "", details, fromIp: null });
  const untilMs = presence.prgOpenUntilMs(purpose);
  return { purpose, openUntil: untilMs === null ? null : toUtcString(untilMs) };
}

function showSetupCode({ presence, note }: Access): object {
  if (!presence.claimed) return { purpose: "claim", code: presence.codeForClaim() };
  note({ actor: "machine", action: "setup-code-made", object: "", details: {}, fromIp: null });
  return { purpose: "reset", code: presence.codeForReset() };
}

/** What goes with a question. */
export interface QuestionParts {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly heads?: Readonly<Record<string, string>>;
}

/** Asks the running gateway; the text of its answer. Undefined when none runs on the folder. */
export async function askGateway(
  dataFolder: string,
  method: "GET" | "POST" | "PUT",
  url: string,
  parts: QuestionParts = {},
): Promise<string | undefined> {
  return (await askGatewayForBytes(dataFolder, method, url, parts))?.toString("utf8");
}

/** As askGateway, for answers that are files. */
export async function askGatewayForBytes(
  dataFolder: string,
  method: "GET" | "POST" | "PUT",
  url: string,
  { body, heads = {} }: QuestionParts = {},
): Promise<Buffer | undefined> {
  const socketFile = socketPath(dataFolder);
  if (!existsSync(socketFile)) return undefined;
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const headers = { host: "localhost", ...type, ...heads };
    const options = { socketPath: socketFile, method, path: url, headers };
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) request.destroy(new Error("the answer is too large"));
        chunks.push(chunk);
      });
      response.on("end", () => {
        const answer = Buffer.concat(chunks);
        if ((response.statusCode ?? 500) < 400) resolve(answer);
        else reject(refusalOf(answer.toString("utf8")));
      });
    });
    request.setTimeout(SILENCE_MS_MAX, () => request.destroy(new Error("the gateway is silent")));
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(undefined);
      else reject(error);
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function refusalOf(body: string): Error {
  try {
    const problem = JSON.parse(body) as { detail?: string; hint?: string };
    const hint = problem.hint === undefined ? {} : { hint: problem.hint };
    return new MegaError("REQUEST_INVALID", problem.detail ?? body, hint);
  } catch {
    return new Error(body);
  }
}

function answer(work: () => Promise<unknown>, response: ServerResponse): void {
  work().then(
    (found) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(found));
    },
    (error: unknown) => {
      response.writeHead(500, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ detail: error instanceof Error ? error.message : "failed" }));
    },
  );
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
}

function socketPath(dataFolder: string): string {
  return join(dataFolder, NAME);
}

// The peer: the same figures as a bare HTML table, gzipped, from a server that does nothing else. No
// script, no style beyond the browser's own: less than this no page of these figures can weigh.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { CountersTable } from "@mega/contract";

/** The page being served. */
export interface BareTable {
  readonly url: string;
  readonly gzipBytes: number;
  readonly stop: () => Promise<void>;
}

/** Serves the figures of a table on a free port. */
export async function serveBareTable(table: CountersTable): Promise<BareTable> {
  const page = gzipSync(bareHtml(table), { level: 9 });
  const server = createServer((request, response) => {
    if (request.url !== "/") return void response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-encoding": "gzip",
    });
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    gzipBytes: page.length,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A table body for each channel, a row for each index and each difference. */
function bareHtml({ months, rows }: CountersTable): string {
  const row = (head: string, cells: readonly (string | null)[]) =>
    `<tr><th>${head}${cells.map((cell) => `<td>${cell ?? "—"}`).join("")}`;
  const bodies = rows
    .filter(({ used }) => used)
    .map(({ channelNo, name, counters }) => {
      const lines = counters.flatMap(({ cells }) => [
        row(
          `CH${channelNo} ${name}`,
          cells.map(({ index }) => index),
        ),
        row(
          "DIFF",
          cells.map(({ consumption }) => consumption),
        ),
      ]);
      return `<tbody>${lines.join("")}`;
    });
  const head = `<thead>${row(
    "CH",
    months.map(({ month }) => month),
  )}`;
  return `<!doctype html><title>Counters</title><h1>Counters</h1><table>${head}${bodies.join("")}</table>`;
}

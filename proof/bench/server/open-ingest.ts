// One ingest process on the database that is measured on.

import { freePort } from "../../../tests/free-port.ts";
import type { IngestReady, IngestTask } from "../../server/messages.ts";
import { KeptProcess } from "../../server/stage/kept-process.ts";
import type { BenchServer } from "./open-server.ts";

const INGEST = new URL("../../server/ingest/ingest.child.ts", import.meta.url);

/** A process that listens. */
export interface OpenIngest {
  readonly port: number;
  kill(): Promise<void>;
}

/** Starts it, with what else it is told; whoever opens it kills it. */
export async function openIngest(
  { clock, url, folder }: BenchServer,
  more: Pick<IngestTask, "tls" | "pipe">,
): Promise<OpenIngest> {
  const port = await freePort();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const task = (): IngestTask => {
    return { databaseUrl: url, dataFolder: folder, port, answering: "after COMMIT", ...more };
  };
  const onMessage = () => resolve();
  const server = new KeptProcess<IngestReady>({ clock, file: INGEST, task, onMessage });
  server.start();
  await ready;
  return { port, kill: () => server.kill() };
}

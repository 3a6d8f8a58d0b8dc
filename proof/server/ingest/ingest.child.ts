// One ingest process: the server on a database that it shares with others.

import process from "node:process";
import { readPipeAddress, startServer } from "@mega/server";
import { answerEarly } from "../../../apps/server/src/testing/answer-early.ts";
import type { IngestReady, IngestTask } from "../messages.ts";

const { answering, pipe, ...task } = JSON.parse(process.argv[2] ?? "") as IngestTask;
// Whoever asked for it is gone.
process.on("disconnect", () => process.exit(1));
if (answering === "before COMMIT") answerEarly();
const through = pipe === undefined ? {} : { pipe: readPipeAddress(pipe) };
const how = { host: "127.0.0.1", logLevel: "silent", works: ["ingest"] } as const;
await startServer({ ...task, ...through, ...how });
process.send?.({ kind: "ready" } satisfies IngestReady);

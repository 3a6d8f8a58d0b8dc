// The server's mirror: what a reading costs in PostgreSQL, and how many batches are committed beside the
// raw COPY of the same rows.

import type { BenchPart } from "../row.ts";
import { measureMirror } from "./measure-mirror.ts";

export const part: BenchPart = { name: "mirror", run: measureMirror };

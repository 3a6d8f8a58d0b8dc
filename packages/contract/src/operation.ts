/** The form of an operation of the API. */

import type { TSchema } from "typebox";

/** One operation. `answer` is the schema of a JSON answer; other answers name their media type. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  /** Status of the answer when all is well. */
  readonly status: 200 | 201 | 202;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Bytes of its body, where more than usual may come. */
  readonly bodyBytesMax?: number;
  readonly answer?: TSchema;
  readonly mediaType?:
    | "application/json"
    | "application/pdf"
    | "application/yaml"
    | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    | "text/csv"
    | "text/plain"
    | "text/event-stream";
}

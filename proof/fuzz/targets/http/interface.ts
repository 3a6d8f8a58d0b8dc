/** The interface as its OpenAPI document describes it: what is asked where, with what. */

import type { JsonSchema } from "../../draw/from-schema.ts";

export interface AskedOperation {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** "/api/v1/channels/{channelNo}". */
  readonly path: string;
  readonly parameters: readonly AskedParameter[];
  readonly body: JsonSchema | undefined;
  /** By status, where the answer is JSON. */
  readonly answers: Readonly<Record<string, JsonSchema>>;
  /** Statuses of answers that are no refusals. */
  readonly statuses: readonly number[];
}

interface AskedParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: JsonSchema;
}

interface DescribedContent {
  readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
}

interface DescribedOperation {
  readonly operationId?: string;
  readonly parameters?: readonly AskedParameter[];
  readonly requestBody?: DescribedContent;
  readonly responses?: Readonly<Record<string, DescribedContent>>;
}

/** The document, as far as it is read. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

/** Every operation of the document. */
export function operationsOf({ paths }: OpenApi): readonly AskedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(path, method, described)),
  );
}

function operationOf(path: string, method: string, described: DescribedOperation): AskedOperation {
  const responses = Object.entries(described.responses ?? {});
  const good = responses.filter(([status]) => /^2\d\d$/.test(status));
  return {
    name: described.operationId ?? `${method} ${path}`,
    method: methodOf(method),
    path,
    parameters: described.parameters ?? [],
    body: described.requestBody?.content?.["application/json"]?.schema,
    answers: Object.fromEntries(
      good.flatMap(([status, { content }]) => {
        const schema = content?.["application/json"]?.schema;
        return schema === undefined ? [] : [[status, schema]];
      }),
    ),
    statuses: good.map(([status]) => Number(status)),
  };
}

function methodOf(method: string): AskedOperation["method"] {
  const upper = method.toUpperCase();
  if (upper === "GET" || upper === "POST" || upper === "PUT" || upper === "DELETE") return upper;
  throw new Error(`${upper} is no method of the interface.`);
}

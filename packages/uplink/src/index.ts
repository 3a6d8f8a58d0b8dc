export * from "./answers.ts";
export * from "./batch.ts";
export * from "./credential.ts";
export * from "./limits.ts";
export * from "./month-keys.ts";

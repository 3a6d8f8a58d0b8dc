export { MirrorAnswer, MirrorHead } from "./answers.ts";
export * from "./batch.ts";
export * from "./credential.ts";
export * from "./enrolment.ts";
export * from "./limits.ts";
export * from "./month-keys.ts";

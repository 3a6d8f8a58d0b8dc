export * from "./append/event.ts";
export * from "./append/state.ts";
export * from "./entry/verify.ts";
export * from "./sqlite/inline-ledger-host.ts";
export * from "./sqlite/ledger-host.ts";
export type { ReadingEvidence } from "./sqlite/reading-evidence.ts";
export * from "./sqlite/rebuild-file.ts";
export * from "./sqlite/verify-file.ts";
export * from "./sqlite/worker-ledger-host.ts";

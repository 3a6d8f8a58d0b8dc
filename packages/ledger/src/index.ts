export * from "./append/event.ts";
export * from "./append/state.ts";
export * from "./entry/verify.ts";
export * from "./sqlite/ledger-host.ts";

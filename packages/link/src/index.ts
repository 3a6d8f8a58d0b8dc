/** The public door of the link package: byte pipes shared by Modbus and P1. */

export * from "./link.ts";
export * from "./memory-link.ts";

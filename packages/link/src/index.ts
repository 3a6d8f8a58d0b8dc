/** The public door of the link package: byte pipes shared by Modbus and P1. */

export * from "./link.ts";
export * from "./memory-link.ts";
export type { TcpListener, TcpOptions } from "./tcp-link.ts";
export { listenTcp, tcpOpener } from "./tcp-link.ts";
export type { TtyOptions } from "./tty-link.ts";
export { ttyOpener } from "./tty-link.ts";

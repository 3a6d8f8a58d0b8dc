/** The public door of the gateway: in service, inline, and what the `mega` command asks it. */

export { lineOf } from "./acquisition/bus/open-bus.ts";
export type { ConfigurationSource } from "./configuration/opening-configuration.ts";
export { exportFromFile } from "./export-from-file.ts";
export { type GatewayOptions, type RunningGateway, startGateway } from "./gateway.ts";
export {
  type InlineGateway,
  type InlineGatewayOptions,
  openInlineGateway,
} from "./inline-gateway.ts";
export { askGateway, askGatewayForBytes } from "./system/control-socket.ts";
export { writeDurably } from "./system/durable-file.ts";
export { LEDGER_FILE } from "./system/folders.ts";
export { type HandOver, handOver } from "./uplink/hand-over.ts";

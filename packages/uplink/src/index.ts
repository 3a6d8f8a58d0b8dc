export { MirrorAnswer, MirrorHead } from "./answers.ts";
export * from "./backup-document.ts";
export * from "./batch.ts";
export * from "./commands.ts";
export * from "./configuration.ts";
export * from "./credential.ts";
export * from "./enrolment.ts";
export * from "./limits.ts";
export * from "./month-keys.ts";
export * from "./pipe.ts";
export * from "./pipe-ack.ts";
export * from "./pipe-call.ts";
export * from "./refusals.ts";
export * from "./restore.ts";
export { carryTunnel } from "./tunnel/carry-tunnel.ts";
export type { TunnelEnd } from "./tunnel/frames.ts";
export {
  fitsFrame,
  isRequestHead,
  isResponseHead,
  type TunnelRequestHead,
  type TunnelResponseHead,
  tunnelRequestHeaders,
} from "./tunnel/heads.ts";
export {
  TUNNEL_FRAME_BYTES_MAX,
  TUNNEL_IDLE_MS_MAX,
  TUNNEL_MS_MAX,
  TUNNEL_SECRET_MS_MAX,
} from "./tunnel/limits.ts";
export { TUNNEL_PATH, TUNNEL_SECRET_HEADER, TunnelOpening } from "./tunnel/open-tunnel.ts";
export type { TunnelLink } from "./tunnel/tunnel-link.ts";
export type { TunnelStream } from "./tunnel/tunnel-stream.ts";

/** The public door of the profiles package: meter kinds as data, and their decoders. */

export { findingText, type ProfileFinding } from "./check-rules.ts";
export { blocksOfVector } from "./check-vectors.ts";
export { type CountScale, countScale } from "./count-scale.ts";
export * from "./decode.ts";
export * from "./encode.ts";
export * from "./hash.ts";
export * from "./load-profiles.ts";
export * from "./mqtt/decimal-count.ts";
export * from "./mqtt/decode-message.ts";
export * from "./mqtt/json-text.ts";
export * from "./mqtt/load-mqtt.ts";
export * from "./mqtt/mqtt-meter.ts";
export * from "./mqtt/mqtt-profile.ts";
export * from "./p1/decode-p1.ts";
export * from "./p1/live-values.ts";
export * from "./p1/load-p1.ts";
export * from "./p1/p1-profile.ts";
export * from "./p1/parse-telegram.ts";
export * from "./p1/sub-meter.ts";
export * from "./p1/telegram-framer.ts";
export * from "./plan-blocks.ts";
export * from "./profile.ts";
export { profileCheck } from "./profile-check.ts";
export * from "./sources.ts";
export { bytesOfWords, type WordBlock } from "./words.ts";

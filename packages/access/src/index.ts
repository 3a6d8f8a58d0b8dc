export * from "./attempts.ts";
export * from "./password-hash.ts";
export * from "./password-rule.ts";
export * from "./request-origin.ts";
export * from "./secret-word.ts";
export * from "./session-cookie.ts";

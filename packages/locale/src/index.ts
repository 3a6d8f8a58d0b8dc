export * from "./date.ts";
export * from "./dictionary.ts";
export * from "./language.ts";
export * from "./load-dictionary.ts";
export * from "./number.ts";
export * from "./portal/load-portal-words.ts";
export * from "./portal/portal-words.ts";

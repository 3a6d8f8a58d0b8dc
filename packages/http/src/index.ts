export * from "./attachment.ts";
export * from "./built-pages.ts";
export * from "./connection-limits.ts";
export * from "./content-policy.ts";
export * from "./create-fastify.ts";
export * from "./exposition.ts";
export * from "./listen.ts";
export * from "./problem.ts";

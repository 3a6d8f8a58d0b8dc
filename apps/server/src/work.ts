/**
 * What a process of the server does. One does all of it; a fleet's share it, several on one database:
 * those that gateways upload to, those that people look at, and one that does what falls due by itself.
 */

/** The works by name. */
export const serverWorks = ["ingest", "portal", "jobs"] as const;
/** One of them. */
export type ServerWork = (typeof serverWorks)[number];

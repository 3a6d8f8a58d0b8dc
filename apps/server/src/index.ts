/** The public door of the server. */

export { type RunningServer, type ServerOptions, startServer } from "./server.ts";

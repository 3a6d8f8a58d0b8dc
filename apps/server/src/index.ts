/** The public door of the server. */

export { type EnrolmentAtMachine, enrolAtMachine } from "./keeper.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";

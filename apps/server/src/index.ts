/** The public door of the server. */

export type { MailOptions } from "./jobs.ts";
export { type EnrolmentAtMachine, enrolAtMachine } from "./keeper.ts";
export { type SmtpSettings, smtpSettings } from "./mail/smtp-settings.ts";
export { type PipeAddress, readPipeAddress } from "./pipe/pipe-address.ts";
export {
  type InvitationAtMachine,
  type InvitedAtMachine,
  inviteAtMachine,
} from "./portal/invite-at-machine.ts";
export {
  PROCESSES_MAX,
  processNo,
  serveAsOne,
  startProcesses,
} from "./processes/server-processes.ts";
export {
  confirmRestoreAtMachine,
  refuseRestoresAtMachine,
  undoRestoreAtMachine,
} from "./restore/restore-at-machine.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
export { type ServerWork, serverWorks } from "./work.ts";

export * from "./access.ts";
export * from "./accounts/accounts.ts";
export * from "./accounts/audit.ts";
export { accountOperations } from "./accounts/operations.ts";
export { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "./accounts/parts.ts";
export * from "./accounts/session.ts";
export * from "./accounts/tokens.ts";
export * from "./bus-watch.ts";
export * from "./channel-detail.ts";
export * from "./checks/broker.ts";
export { checkOperations } from "./checks/operations.ts";
export * from "./checks/time.ts";
export * from "./configuration/api.ts";
export * from "./configuration/faults.ts";
export * from "./configuration/gateway-config.ts";
export {
  MAIL_ADDRESS_PATTERN,
  MAIL_CC_MAX,
  mailDefaults,
  mailFormats,
  mailPorts,
  reportRhythms,
  weekdays,
} from "./configuration/mail.ts";
export { payloadUnits } from "./configuration/mqtt.ts";
export { configurationOperations } from "./configuration/operations.ts";
export { serverDefaults } from "./configuration/server.ts";
export { SERVER_URL_LENGTH_MAX, SERVER_URL_PATTERN } from "./configuration/server-url.ts";
export { TIME_SERVERS_MAX, timeServersDefault } from "./configuration/time.ts";
export * from "./counters-table.ts";
export * from "./entered-index.ts";
export * from "./events.ts";
export * from "./exchanges.ts";
export * from "./export-v1.ts";
export { type FieldRefusal, fieldProblem } from "./field-problem.ts";
export * from "./gateway-info.ts";
export * from "./inputs.ts";
export * from "./lists.ts";
export * from "./mail.ts";
export { mailOperations } from "./mail-operations.ts";
export * from "./meter-tests.ts";
export * from "./network/ipv4.ts";
export * from "./network/network.ts";
export { networkOperations } from "./network/operations.ts";
export * from "./operation.ts";
export * from "./periods.ts";
export * from "./portal/access.ts";
export * from "./portal/audit.ts";
export * from "./portal/buildings.ts";
export * from "./portal/commands.ts";
export * from "./portal/glance.ts";
export * from "./portal/operations.ts";
export * from "./portal/people.ts";
export type {
  PortalMail,
  PortalReportSchedule,
  PortalScheduleChange,
  ReportTrouble,
} from "./portal/reports.ts";
export type { RestoreByCode } from "./portal/restores.ts";
export * from "./portal/roles.ts";
export * from "./portal/session.ts";
export { GatewaySettings, SettingsChange } from "./portal/settings.ts";
export type { PortalTunnel, TunnelTicket } from "./portal/tunnels.ts";
export * from "./problem.ts";
export * from "./publishing.ts";
export * from "./quarantine.ts";
export * from "./queries.ts";
export * from "./reasons.ts";
export * from "./restore.ts";
export { restoreOperations } from "./restore-operations.ts";
export * from "./roles.ts";
export * from "./rounds.ts";
export * from "./routes.ts";
export * from "./scalars.ts";
export * from "./scans.ts";
export * from "./server.ts";
export { CommandsState } from "./server-commands.ts";
export { serverOperations } from "./server-operations.ts";
export * from "./test-report.ts";

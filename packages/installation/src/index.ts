/** The public door: from a configuration document to an installation and what its rounds ask. */

export {
  absentWords,
  allowedWords,
  type SchemaNode,
} from "./document/allowed-words.ts";
export { readConfigText } from "./document/config-text.ts";
export { crossProblems } from "./document/cross-problems.ts";
export * from "./document/load-config.ts";
export { type ConfigProblem, schemaProblems } from "./document/schema-problems.ts";
export * from "./installation.ts";
export {
  type InstalledManualMeter,
  type InstalledMeter,
  type InstalledModbusMeter,
  installMeter,
} from "./plan/installed-meter.ts";
export * from "./plan/meter-plan.ts";
export * from "./plan/plan-readings.ts";
export * from "./plan/profile-set.ts";
export { reportScheduleOf, timeOfDay } from "./report-schedule.ts";

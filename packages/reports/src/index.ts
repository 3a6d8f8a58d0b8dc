/** The public door: the COUNTERS table and its renderings. */

export { cabinetPdf } from "./cabinet/cabinet-pdf.ts";
export type { CabinetSheet, SheetChannel, SheetLine } from "./cabinet/sheet.ts";
export * from "./counters-table.ts";
export { csvFile, dialects } from "./csv/dialect.ts";
export * from "./csv.ts";
export type { ChannelFindings } from "./email/findings.ts";
export type { MailText } from "./email/letter.ts";
export * from "./email.ts";
export * from "./export-json.ts";
export * from "./file-name.ts";
export * from "./pdf.ts";
export { type FileChoice, fileNames, type MailFile, reportFiles } from "./report-files.ts";
export * from "./table/channel-input.ts";
export * from "./table/channel-state.ts";
export * from "./table/counter-cell.ts";
export * from "./table/select-part.ts";
export * from "./xlsx.ts";

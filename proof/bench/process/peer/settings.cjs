// Node-RED as it stands in a cabinet: the flow runs, nobody edits it.

module.exports = {
  uiHost: "127.0.0.1",
  uiPort: Number(process.env.BENCH_PORT),
  flowFile: "flow.json",
  disableEditor: true,
  httpAdminRoot: false,
  credentialSecret: false,
  diagnostics: { enabled: false },
  runtimeState: { enabled: false },
  telemetry: { enabled: false },
  logging: { console: { level: "warn", metrics: false, audit: false } },
};

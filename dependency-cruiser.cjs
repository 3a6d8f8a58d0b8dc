// The import table of ARCHITECTURE.md as rules. A row names what a folder may import from the
// project; everything else is an error. Tests, benches and soaks may reach further than the code
// beside them.

const test = "\\.test\\.tsx?$|/(testing|bench|soak)/";
const may = {
  "packages/domain": [],
  "packages/link": [],
  "packages/modbus": ["packages/link"],
  "packages/profiles": ["packages/domain"],
  "packages/ledger": ["packages/domain"],
  "packages/contract": ["packages/domain"],
  "packages/locale": ["packages/domain"],
  "packages/access": ["packages/domain", "packages/contract"],
  "packages/http": ["packages/domain", "packages/contract"],
  "packages/uplink": ["packages/domain", "packages/ledger"],
  "packages/reports": ["packages/domain", "packages/contract", "packages/locale"],
  "packages/installation": ["packages/domain", "packages/contract", "packages/profiles"],
  "packages/figures": [
    "packages/domain",
    "packages/contract",
    "packages/ledger",
    "packages/reports",
    "packages/installation",
  ],
  "apps/web": ["packages/domain", "packages/contract", "packages/locale"],
  "apps/simulator": [
    "packages/domain",
    "packages/link",
    "packages/profiles",
    "packages/modbus",
    "packages/contract",
  ],
  "apps/gateway": ["packages/"],
  "apps/server": ["packages/"],
  "apps/cli": ["packages/", "apps/gateway", "apps/server", "apps/simulator"],
};

const table = Object.entries(may).map(([from, to]) => ({
  name: `import-table-${from.replace("/", "-")}`,
  comment: `${from} may import only: ${to.join(", ") || "nothing of the project"}.`,
  severity: "error",
  from: { path: `^${from}/`, pathNot: test },
  to: {
    path: "^(packages|apps|tests|tools|proof)/",
    pathNot: [from, ...to].map((folder) => `^${folder}`),
  },
}));

module.exports = {
  forbidden: [
    ...table,
    {
      name: "pure-packages-know-no-platform",
      comment: "These packages also run in the browser or under a moved clock: nothing from node:.",
      severity: "error",
      from: { path: "^packages/(domain|modbus|contract|locale)/|^apps/web/src/", pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "profiles-read-files-in-one-place",
      severity: "error",
      from: { path: "^packages/profiles/src/", pathNot: [test, "/load[^/]*\\.ts$", "/hash\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "ledger-rules-know-no-platform",
      comment: "Only hashing, sealing and the store touch the platform.",
      severity: "error",
      from: { path: "^packages/ledger/src/", pathNot: [test, "/sqlite/", "/(hash|seal)\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "documents-are-read-in-one-place",
      comment: "The rules of an installation also judge documents that came from elsewhere.",
      severity: "error",
      from: { path: "^packages/installation/src/", pathNot: [test, "/load-config\\.ts$"] },
      to: { path: "^(node:)?(fs|os|net|http|https|child_process)$" },
    },
    {
      name: "figures-know-no-platform",
      comment:
        "What they are drawn from is asked through ports, of a gateway and of a server alike.",
      severity: "error",
      from: { path: "^packages/figures/src/", pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "modbus-takes-only-types-from-link",
      severity: "error",
      from: { path: "^packages/modbus/src/", pathNot: test },
      to: { path: "^packages/link/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-has-no-dependencies",
      comment: "The rules of billing stand on nothing but the language.",
      severity: "error",
      from: {
        path: "^packages/(domain|link|modbus|profiles|locale)/src/",
        pathNot: [test, "^packages/domain/src/time/"],
      },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer"] },
    },
    {
      name: "packages-meet-at-their-front-door",
      comment: "Another package is imported by its name, never by a path into its source.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/", pathNot: test },
      to: {
        path: "^(packages|apps)/[^/]+/src/",
        pathNot: [
          "^$1/$2/",
          "^(packages|apps)/[^/]+/src/index\\.ts$",
          "^packages/[^/]+/src/[^/]+\\.entry\\.ts$",
        ],
      },
    },
    {
      name: "what-is-expected-shares-no-code",
      comment:
        "The expected bill is worked out from the simulator's truth alone; types may be shared.",
      severity: "error",
      from: { path: "^proof/year/expected/" },
      to: {
        path: "^(packages|apps/gateway|apps/cli|apps/web|tests|tools)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "imports-resolve", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules)/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};

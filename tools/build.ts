// `npm run build`: the gateway for production in dist/mega, without node_modules. It runs with plain
// Node 24: node dist/mega/mega.js gateway --data DIR

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { withBuiltinsByHand } from "./bundle/builtins-by-hand.ts";
import { type BundleFile, fileAddresses } from "./bundle/file-addresses.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What programs read from the disk beside their code: where it stands, and where in the bundle. */
const files: readonly BundleFile[] = [
  { from: "apps/web/dist", to: "pages" },
  { from: "apps/web/portal/dist", to: "portal-pages" },
  { from: "packages/profiles/mqtt", to: "profiles/mqtt" },
  { from: "packages/profiles/p1", to: "profiles/p1" },
  { from: "demo", to: "demo" },
  { from: "demo/server", to: "demo/server" },
];

/** What comes with others and is never called: compilers that the gateway replaces by its own. */
const neverUsed = [/^@fastify\/ajv-compiler$/, /^@fastify\/fast-json-stringify-compiler$/];
const absent = join(root, "tools", "bundle", "absent.ts");

/** Transports of MQTT other than TCP and TLS, which nothing uses; the tunnel has WebSockets of its own. */
const mqttOverTcp: Plugin = {
  name: "mega-mqtt-over-tcp",
  enforce: "pre",
  resolveId(name, importer) {
    const isOfMqtt = importer?.includes("/node_modules/mqtt/") === true;
    return isOfMqtt && (name === "ws" || name === "socks") ? absent : null;
  },
};

/**
 * Fetches modules of Node by hand. An import statement looks at every property of such a module, and
 * some load half of Node when they are looked at; in three threads that costs a fifth of the start and
 * some megabytes.
 */
const builtinsByHand: Plugin = {
  name: "mega-builtins-by-hand",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = withBuiltinsByHand(chunk.code);
    }
  },
};

/**
 * Writes every other character as an escape: a script of ASCII alone is kept with one byte for each
 * character, any other with two.
 */
const inAscii: Plugin = {
  name: "mega-ascii",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      chunk.code = chunk.code.replace(
        /\P{ASCII}/gv,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    }
  },
};

/**
 * The writer of MQTT packets keeps a buffer for each of the 65 536 numbers of two bytes, which costs
 * 10 MB for ever and saves a microsecond of a packet. Its switch is out of reach from outside.
 */
const withoutMqttNumbers: Plugin = {
  name: "mega-mqtt-numbers",
  transform(code, id) {
    if (!id.endsWith("/mqtt-packet/writeToStream.js")) return null;
    const switches = [
      ["let writeNumber = writeNumberCached", "let writeNumber = writeNumberGenerated"],
      ["let toGenerate = true", "let toGenerate = false"],
    ] as const;
    let changed = code;
    for (const [is, becomes] of switches) {
      if (!changed.includes(is)) throw new Error(`mqtt-packet has no "${is}" any more`);
      changed = changed.replace(is, becomes);
    }
    return { code: changed, map: null };
  },
};

/** Builds into a folder, which is emptied first; the pages have been built before. */
export async function buildBundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { version, license, engines } = JSON.parse(
    readFileSync(join(root, "apps/gateway/package.json"), "utf8"),
  ) as Record<string, unknown>;
  const about = { name: "mega", version, license, type: "module", engines };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  const addresses = fileAddresses({
    root,
    files: [...files, { from: "apps/gateway/package.json", to: "package.json" }],
  });
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [addresses.plugin, mqttOverTcp, withoutMqttNumbers, builtinsByHand, inAscii],
    ssr: { noExternal: true, target: "node" },
    resolve: { alias: neverUsed.map((find) => ({ find, replacement: absent })) },
    build: {
      ssr: true,
      outDir: join(folder, "lib"),
      emptyOutDir: true,
      target: "node24",
      rolldownOptions: {
        input: { launch: join(root, "tools", "bundle", "launch.ts") },
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "[name]-[hash].js",
          // Names of functions stay, for whoever reads a stack trace.
          minify: {
            compress: { keepNames: { function: true, class: true } },
            mangle: { keepNames: true },
            codegen: { removeWhitespace: true },
          },
        },
      },
    },
  });
  for (const { from, to } of [...files, ...addresses.found()]) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(root, from), join(folder, to), { recursive: true });
  }
  writeFileSync(join(folder, "mega.js"), '#!/usr/bin/env node\nimport "./lib/launch.js";\n');
}

if (import.meta.main) {
  const folder = join(root, "dist", "mega");
  await buildBundle(folder);
  process.stdout.write(`${folder}/mega.js\n`);
}

/**
 * Builds the portal's pages into portal/dist, which the server serves, beside those of the gateway: a
 * first script, one for every group of pages that is brought later, the service worker, and what a
 * telephone needs to install them.
 */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { browsers } from "../build/browsers.ts";
import { installable } from "../build/installable.ts";
import { precompress } from "../build/precompress.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/",
  publicDir: here("../public"),
  plugins: [installable(), precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: browsers,
    outDir: here("dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { index: here("index.html"), sw: here("../src/portal/offline/service-worker.ts") },
      output: {
        // A service worker is found at one address for ever.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});

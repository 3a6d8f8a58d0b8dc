/**
 * Builds the pages into dist: a first script and style sheet, and one of each for every page that is
 * brought later; nothing inline, nothing from elsewhere. Each stands there compressed, too.
 */

import { defineConfig } from "vite";
import { browsers } from "./build/browsers.ts";
import { precompress } from "./build/precompress.ts";

export default defineConfig({
  base: "/",
  plugins: [precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: browsers,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});

/**
 * Builds the pages into dist: a first script and style sheet, and one of each for every page that is
 * brought later; nothing inline, nothing from elsewhere. Each stands there compressed, too.
 */

import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";

// The oldest browsers that know light-dark(), :has() and popovers; older ones would need copies of
// every colour.
const browsers = ["chrome123", "firefox125", "safari17.5"];

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

/** Adds what makes the portal installable: its manifest and the icons in it, drawn while building. */

import type { Plugin } from "vite";
import { appIcon, type TileForm } from "./app-icon.ts";

interface Icon {
  readonly size: number;
  readonly form: TileForm;
}

const icons: readonly Icon[] = [
  { size: 192, form: "rounded" },
  { size: 512, form: "rounded" },
  { size: 512, form: "full" },
];
/** What telephones of one maker take, who cut their own form. */
const touchIcon: Icon = { size: 180, form: "full" };

function nameOf({ size, form }: Icon): string {
  return form === "full" && size !== touchIcon.size ? `icon-${size}-full.png` : `icon-${size}.png`;
}

/** The manifest (W3C Web Application Manifest). Its words are the product's name: it has no language. */
export function manifest(): object {
  return {
    id: "/",
    name: "MEGA",
    short_name: "MEGA",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f5f7f7",
    theme_color: "#0b5f74",
    icons: icons.map((icon) => ({
      src: `/${nameOf(icon)}`,
      sizes: `${icon.size}x${icon.size}`,
      type: "image/png",
      purpose: icon.form === "full" ? "maskable" : "any",
    })),
  };
}

/** The files beside the pages. */
export function installable(): Plugin {
  return {
    name: "mega-installable",
    apply: "build",
    generateBundle() {
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName, source });
      emit("portal.webmanifest", `${JSON.stringify(manifest())}\n`);
      for (const icon of [...icons, touchIcon]) emit(nameOf(icon), appIcon(icon.size, icon.form));
    },
  };
}

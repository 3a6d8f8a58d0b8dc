/** A text as a QR code, drawn as one path: black on white in both themes, as cameras want it. */

import encode from "qr";

/** Modules of white around the code (ISO/IEC 18004 §9.1). */
const QUIET = 4;

/** The code; `name` is what it says to those who do not see it. */
export function QrCode({ text, name }: { readonly text: string; readonly name: string }) {
  const rows = encode(text, "raw", { ecc: "medium", border: QUIET });
  const size = rows.length;
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

// A certificate as files, as the server is given one.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes it; where its parts stand. */
export function writeCertificate(
  folder: string,
  { key, cert }: { readonly key: string; readonly cert: string },
): { readonly certificate: string; readonly key: string } {
  const files = { certificate: join(folder, "server.pem"), key: join(folder, "server-key.pem") };
  writeFileSync(files.certificate, cert);
  writeFileSync(files.key, key, { mode: 0o600 });
  return files;
}

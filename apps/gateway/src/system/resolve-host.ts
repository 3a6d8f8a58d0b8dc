/** Looks a host name up as the system does (hosts file, then DNS), within a time. */

import { lookup } from "node:dns";
import type { Clock } from "@mega/domain";

/** An address of a host, or why there is none. */
export type Resolved =
  | { readonly kind: "found"; readonly address: string; readonly family: 4 | 6 }
  | { readonly kind: "failed"; readonly said: string };

/** Looks a host up; an address is found at once. */
export function resolveHost(host: string, clock: Clock, withinMs: number): Promise<Resolved> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(withinMs, () =>
      resolve({ kind: "failed", said: `no answer within ${withinMs / 1000} s` }),
    );
    lookup(host, { verbatim: true }, (error, address, family) => {
      cancel();
      if (error !== null) resolve({ kind: "failed", said: error.code ?? error.message });
      else resolve({ kind: "found", address, family: family === 6 ? 6 : 4 });
    });
  });
}

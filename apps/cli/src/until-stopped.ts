/** Waits for the signal that ends a service. */

import process from "node:process";

/** Resolves on SIGINT or SIGTERM; rejects when the promise given rejects first. */
export function untilStopped(lost: Promise<never>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    lost.catch(reject);
  });
}

/** A P1 port on the wire: a telegram at once and then at every interval, until the link is down. */

import type { CancelTimer, Clock } from "@mega/domain";
import type { Link } from "@mega/link";

/**
 * Writes telegrams.
 *
 * @param onEnd Called once when the link is lost, not after the function returned was called.
 * @returns Ends it.
 */
export function sendTelegrams(
  link: Link,
  intervalMs: number,
  telegramAt: (instantMs: number) => Uint8Array,
  clock: Clock,
  onEnd: () => void,
): () => void {
  let cancel: CancelTimer = () => undefined;
  const send = () => {
    cancel = clock.setTimer(intervalMs, send);
    link.write(telegramAt(clock.nowMs()));
  };
  link.onDown = () => {
    cancel();
    onEnd();
  };
  send();
  return () => cancel();
}

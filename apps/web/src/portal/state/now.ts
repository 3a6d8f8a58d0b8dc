/** What time it is: by the server's last answer; without any, by the device's own clock. */

import { gatewayNowMs } from "../../api/request.ts";

/** Now, epoch milliseconds. */
export function nowMs(): number {
  return gatewayNowMs() ?? Date.now();
}

/** From the installation to where figures are published, and as whom. Pure. */

import type { Installation } from "@mega/installation";

/** The login by which the gateway comes to its own broker; made anew at each start. */
export interface OwnBrokerLogin {
  readonly userName: string;
  readonly password: string;
}

/** One broker to publish to. */
export interface PublisherPlan {
  /** Null for the gateway's own. */
  readonly brokerId: string | null;
  readonly url: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Where Home Assistant looks for descriptions; null where it gets none. */
  readonly discoveryPrefix: string | null;
  readonly live: boolean;
  readonly commands: boolean;
}

/** Where Home Assistant looks unless it was told otherwise. */
export const DISCOVERY_PREFIX = "homeassistant";

/** The gateway in topics and ids: its hardware address as 12 digits. */
export function gatewayIdOf({ mac }: Pick<Installation, "mac">): string {
  return mac.replaceAll(":", "");
}

/** Every broker to publish to, in the order of the configuration. */
export function publisherPlans(
  { mqtt }: Installation,
  ownLogin: OwnBrokerLogin,
): readonly PublisherPlan[] {
  return (mqtt.publish ?? []).flatMap((entry): PublisherPlan[] => {
    const { broker, homeAssistant = false, live = false, commands = false } = entry;
    const prefix = entry.discoveryPrefix ?? DISCOVERY_PREFIX;
    const common = { live, commands, discoveryPrefix: homeAssistant ? prefix : null };
    if (broker === undefined) {
      const { host = "127.0.0.1", port = 1883 } = mqtt.embedded ?? {};
      const url = `mqtt://${reachable(host)}:${port}`;
      const login = { user: ownLogin.userName, password: ownLogin.password };
      return [{ ...common, ...login, brokerId: null, url }];
    }
    const url = mqtt.brokers?.find(({ id }) => id === broker)?.url;
    if (url === undefined) return [];
    return [{ ...common, brokerId: broker, url, user: entry.user, password: entry.password }];
  });
}

/** Where a broker that listens on an address is reached on this machine. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

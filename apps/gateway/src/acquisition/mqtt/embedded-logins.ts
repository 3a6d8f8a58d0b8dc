/**
 * Logins of the gateway's own broker that are no meters: the gateway, which publishes there, and the
 * readers of what it publishes. Neither can write where a meter is heard. Pure apart from the
 * comparison of secrets.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Installation } from "@mega/installation";
import { topicsOf } from "../../publish/messages/topics.ts";
import { DISCOVERY_PREFIX, gatewayIdOf, type OwnBrokerLogin } from "../../publish/publish-plan.ts";

/** A login and what it may do. */
export interface EmbeddedLogin {
  readonly userName: string;
  /** SHA-256. */
  readonly passwordHash: Uint8Array;
  /** Whether it may subscribe to a filter. */
  readonly mayHear: (filter: string) => boolean;
  readonly mayWrite: (topic: string) => boolean;
  /** Whether the broker keeps what it writes for those who come later. */
  readonly mayRetain: boolean;
}

/** The gateway and its readers; nobody where nothing is published to the own broker. */
export function embeddedLogins(
  installation: Installation,
  ownLogin: OwnBrokerLogin,
): readonly EmbeddedLogin[] {
  const entry = installation.mqtt.publish?.find(({ broker }) => broker === undefined);
  if (entry === undefined) return [];
  const { base, commands } = topicsOf(gatewayIdOf(installation));
  const prefix = entry.discoveryPrefix ?? DISCOVERY_PREFIX;
  const isOurs = (topic: string) => [base, prefix].some((own) => topic.startsWith(`${own}/`));
  const isCommand = (topic: string) =>
    commands.some((filter) => matches(filter, topic)) || topic === `${prefix}/status`;
  const { user = "", password = "" } = entry;
  return [
    {
      userName: ownLogin.userName,
      passwordHash: sha256(ownLogin.password),
      mayHear: isOurs,
      mayWrite: isOurs,
      mayRetain: true,
    },
    {
      userName: user,
      passwordHash: sha256(password),
      mayHear: isOurs,
      mayWrite: isCommand,
      mayRetain: false,
    },
  ];
}

/** The login that a user name and a password open; undefined when there is none. */
export function loginFor(
  logins: readonly EmbeddedLogin[],
  userName: string | undefined,
  password: Uint8Array | undefined,
): EmbeddedLogin | undefined {
  const hash = sha256(password ?? new Uint8Array(0));
  return logins.find(
    (login) => login.userName === userName && timingSafeEqual(login.passwordHash, hash),
  );
}

/** Whether a topic lies under a filter in which + stands for one level. */
function matches(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split("/"), topic.split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((level, index) => level === "+" || level === given[index])
  );
}

function sha256(secret: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

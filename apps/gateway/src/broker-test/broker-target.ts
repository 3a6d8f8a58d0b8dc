/** What TEST BROKER logs in with: the form's words, and kept secrets only at their own address. */

import { type BrokerTestRequest, fieldProblem, SECRET_KEPT } from "@mega/contract";
import type { Installation } from "@mega/installation";

/** Where to connect to, and as whom. */
export interface BrokerTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** Ports of MQTT without and with TLS. */
const defaultPorts = { plain: 1883, tls: 8883 } as const;

/**
 * The target of a request. Where it names no user, the token of the broker's first meter is taken,
 * as the gateway does in service.
 *
 * @throws MegaError REQUEST_INVALID where a kept secret would go to another address.
 */
export function brokerTarget(
  request: BrokerTestRequest,
  { mqtt, meters }: Pick<Installation, "mqtt" | "meters">,
): BrokerTarget {
  const place = placeOf(request.url);
  const known = mqtt.brokers?.find(({ id }) => id === request.brokerId);
  const sameAddress = known !== undefined && samePlace(placeOf(known.url), place);
  const kept = (pointer: string, value: string | undefined) => {
    if (sameAddress) return value;
    throw fieldProblem({
      pointer,
      value: SECRET_KEPT,
      allowed: "the secret itself; a kept one is sent to the saved address only",
      code: "required",
    });
  };
  const firstToken = meters.find(({ mqtt: device }) => device?.broker === request.brokerId)?.mqtt
    ?.token;
  const { user, password } = request;
  return {
    ...place,
    user:
      user === SECRET_KEPT ? kept("/user", firstToken) : (user ?? tokenAt(sameAddress, firstToken)),
    password: password === SECRET_KEPT ? kept("/password", known?.password) : password,
  };
}

function tokenAt(sameAddress: boolean, token: string | undefined): string | undefined {
  return sameAddress ? token : undefined;
}

function placeOf(text: string): Pick<BrokerTarget, "host" | "port" | "tls"> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fieldProblem({
      pointer: "/url",
      value: text,
      allowed: "mqtt://HOST:PORT or mqtts://HOST:PORT",
      code: "format",
    });
  }
  const tls = url.protocol === "mqtts:";
  const port = url.port === "" ? (tls ? defaultPorts.tls : defaultPorts.plain) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port, tls };
}

function samePlace(
  a: Pick<BrokerTarget, "host" | "port" | "tls">,
  b: Pick<BrokerTarget, "host" | "port" | "tls">,
): boolean {
  return a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port && a.tls === b.tls;
}

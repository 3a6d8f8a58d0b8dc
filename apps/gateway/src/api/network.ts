/** /network: shows the interfaces, changes one, confirms a change or takes it back. */

import type { NetworkChange, NetworkChangeAnswer, NetworkState } from "@mega/contract";
import type { FastifyRequest } from "fastify";
import { actorName } from "../access/principal.ts";
import type { ApiContext } from "./api-context.ts";

/** The handlers of the network's operations. */
export function networkHandlers({ network, audit }: Pick<ApiContext, "network" | "audit">) {
  const note = (
    request: FastifyRequest,
    action: string,
    { interfaceName, details }: { interfaceName: string; details: Record<string, unknown> },
  ) =>
    audit.record({
      actor: actorName(request),
      action,
      object: `network:${interfaceName}`,
      details,
      fromIp: request.ip ?? null,
    });
  const before = async (interfaceName: string) => {
    const { interfaces } = await network.state();
    return interfaces.find(({ name }) => name === interfaceName) ?? null;
  };
  return {
    network: (): Promise<NetworkState> => network.state(),
    async changeNetwork(request: FastifyRequest): Promise<NetworkChangeAnswer> {
      const interfaceName = interfaceOf(request);
      const asked = request.body as NetworkChange;
      const was = await before(interfaceName);
      const answer = await network.change(interfaceName, asked);
      const details = { before: was, after: withoutKey(asked) };
      note(request, "network-changed", { interfaceName, details });
      return answer;
    },
    async freezeNetwork(request: FastifyRequest): Promise<NetworkChangeAnswer> {
      const interfaceName = interfaceOf(request);
      const answer = await network.freeze(interfaceName);
      const details = { address: answer.address };
      note(request, "network-frozen", { interfaceName, details });
      return answer;
    },
    async confirmNetwork(request: FastifyRequest): Promise<NetworkState> {
      const { interfaceName, mode, address } = await network.confirm(reachedAddress(request));
      note(request, "network-confirmed", { interfaceName, details: { mode, address } });
      return network.state();
    },
    async revertNetwork(request: FastifyRequest): Promise<NetworkState> {
      const { interfaceName, mode, address } = await network.revert();
      note(request, "network-reverted", { interfaceName, details: { mode, address } });
      return network.state();
    },
  };
}

function interfaceOf(request: FastifyRequest): string {
  return (request.params as { readonly interface: string }).interface;
}

/** A change as the audit log has it: that there was a key, not which. */
function withoutKey({ key, ...rest }: NetworkChange): Record<string, unknown> {
  if (key === undefined) return rest;
  return { ...rest, key: key === null ? null : "typed" };
}

/** The gateway's own address that the request came to; null through the local socket. */
function reachedAddress(request: FastifyRequest): string | null {
  return request.socket.localAddress?.replace(/^::ffff:/, "") ?? null;
}

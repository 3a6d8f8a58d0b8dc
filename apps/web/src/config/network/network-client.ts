/** Asking the gateway about its network. */

import type { NetworkChange, NetworkChangeAnswer, NetworkState } from "@mega/contract";
import { ask } from "../../api/request.ts";

export const fetchNetwork = () => ask<NetworkState>("/network");

export const changeNetwork = (
  name: string,
  body: NetworkChange,
  confirmation: string | undefined,
) => ask<NetworkChangeAnswer>(`/network/${name}`, { method: "PUT", body, confirmation });

export const freezeNetwork = (name: string, confirmation: string | undefined) =>
  ask<NetworkChangeAnswer>(`/network/${name}/freeze`, { method: "POST", body: {}, confirmation });

export const confirmNetwork = () =>
  ask<NetworkState>("/network/confirm", { method: "POST", body: {} });

export const revertNetwork = (confirmation: string | undefined) =>
  ask<NetworkState>("/network/revert", { method: "POST", body: {}, confirmation });

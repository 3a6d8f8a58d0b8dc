/** Operations on the network of the box. */

import type { Operation } from "../operation.ts";
import { InterfacePath, NetworkChange, NetworkChangeAnswer, NetworkState } from "./network.ts";

export const networkOperations = {
  network: {
    method: "GET",
    path: "/network",
    summary: "Interfaces of the box and the change that waits for a confirmation.",
    status: 200,
    answer: NetworkState,
  },
  changeNetwork: {
    method: "PUT",
    path: "/network/:interface",
    summary: "Changes how an interface gets its address; begins when the answer is out.",
    status: 202,
    params: InterfacePath,
    body: NetworkChange,
    answer: NetworkChangeAnswer,
  },
  freezeNetwork: {
    method: "POST",
    path: "/network/:interface/freeze",
    summary: "Makes the leased address a fixed one.",
    status: 202,
    params: InterfacePath,
    answer: NetworkChangeAnswer,
  },
  confirmNetwork: {
    method: "POST",
    path: "/network/confirm",
    summary: "Keeps the change on trial; asked at the new address.",
    status: 200,
    answer: NetworkState,
  },
  revertNetwork: {
    method: "POST",
    path: "/network/revert",
    summary: "Takes the change on trial back at once.",
    status: 200,
    answer: NetworkState,
  },
} as const satisfies Readonly<Record<string, Operation>>;

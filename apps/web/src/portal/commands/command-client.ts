/** What the pages ask about commands; all below the gateway of the page. */

import type {
  CommandList,
  GatewaySettings,
  NewChange,
  NewCommand,
  PortalCommand,
} from "@mega/contract";
import { ask } from "../../api/request.ts";
import { below } from "../../state/place.ts";

export const fetchCommands = () => ask<CommandList>(below("/commands"));

export const postCommand = (body: NewCommand) =>
  ask<PortalCommand>(below("/commands"), { method: "POST", body });

export const postChange = (body: NewChange) =>
  ask<PortalCommand>(below("/changes"), { method: "POST", body });

export const withdrawCommand = (commandId: string) =>
  ask<PortalCommand>(below(`/commands/${commandId}`), { method: "DELETE" });

export const fetchSettings = () => ask<GatewaySettings>(below("/settings"));

import { building } from "./building.ts";
import { commands } from "./commands.ts";
import { fleet } from "./fleet.ts";
import { shell } from "./shell.ts";
import { tenant } from "./tenant.ts";
import { tunnel } from "./tunnel.ts";

export const de = { building, commands, fleet, shell, tenant, tunnel };

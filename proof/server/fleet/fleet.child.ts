// A share of the fleet in a process of its own, so that it can be killed.

import process from "node:process";
import type { FleetMessage, FleetTask } from "../messages.ts";
import { giveOwnAddresses } from "./own-addresses.ts";
import { uploadLife } from "./upload-life.ts";

giveOwnAddresses();
const task = JSON.parse(process.argv[2] ?? "") as FleetTask;
const tell = (message: FleetMessage) => void process.send?.(message);
// Whoever asked for it is gone.
process.on("disconnect", () => process.exit(1));
await Promise.all(task.gateways.map((gateway) => uploadLife(task, gateway, tell)));
process.send?.({ kind: "all-sent" } satisfies FleetMessage, () => process.exit(0));

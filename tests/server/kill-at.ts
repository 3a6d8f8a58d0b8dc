// Loaded into a gateway before it starts (NODE_OPTIONS=--import): it dies as by kill -9 at one place of
// carrying a command out. The product knows nothing of it.

import process from "node:process";
import { CommandStore } from "../../apps/gateway/src/commands/command-store.ts";

const place = process.env["MEGA_TEST_KILL_AT"];
const store = CommandStore.prototype;
const { take, noteTold, transaction } = store;

function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

/** Dies when the transaction is on the disk in which this was done. */
let dies = false;
store.transaction = function (work) {
  const result = transaction.call(this, work) as ReturnType<typeof work>;
  if (dies) die();
  return result;
};
switch (place) {
  case "taken":
    store.take = function (command) {
      take.call(this, command);
      dies = true;
    };
    break;
  case "done":
    store.keepAnswer = () => die();
    break;
  case "told":
    store.noteTold = () => die();
    break;
  case "noted":
    store.noteTold = function (commandId, nowMs) {
      noteTold.call(this, commandId, nowMs);
      dies = true;
    };
    break;
  default:
    throw new Error(`MEGA_TEST_KILL_AT is ${place}; allowed: taken, done, told, noted`);
}

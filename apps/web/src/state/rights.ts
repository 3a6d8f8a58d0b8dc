/**
 * What the account may do, in the words of the pages. Each says what packages/contract/src/access.ts
 * says of the operations behind it, so that nobody is offered what the gateway would refuse.
 */

import { mayAs } from "./login.ts";

/** Reads meters now. */
export const mayRead = () => mayAs(["owner", "installer", "manager", "integrator"]);
/** Starts a new period. */
export const mayStartPeriod = () => mayAs(["owner", "manager"]);
/** Sees and decides what waits, and records exchanges. */
export const mayDecide = () => mayAs(["owner", "installer", "manager"]);
/** Tests meters and lines, and configures. */
export const mayInstall = () => mayAs(["owner", "installer"]);

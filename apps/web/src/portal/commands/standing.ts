/** How far a command is, as pages show it. A command counts as done when its gateway says so. Pure. */

import type { PortalCommand } from "@mega/contract";

/** Whether the gateway's word is still to come. */
export function isOpen({ state }: Pick<PortalCommand, "state">): boolean {
  return state === "queued" || state === "delivered";
}

/** The shape of its state. */
export function shapeOf({ state }: Pick<PortalCommand, "state">): string {
  const shapes = {
    queued: "off",
    delivered: "run",
    confirmed: "ok",
    refused: "bad",
    expired: "warn",
    withdrawn: "off",
  } as const;
  return `st st--${shapes[state]}`;
}

/**
 * The word for its state. One that the gateway had and never answered may have been carried out: nobody
 * can say that it was not.
 */
export function wordOf({
  state,
  deliveredAt,
}: Pick<PortalCommand, "state" | "deliveredAt">): PortalCommand["state"] | "unanswered" {
  return state === "expired" && deliveredAt !== null ? "unanswered" : state;
}

/** What is settled stays beside the figures for so long. */
const NEWS_MS = 10 * 60_000;

/** What stands beside the figures: what waits, and what was settled a moment ago. */
export function newsOf(
  commands: readonly PortalCommand[],
  nowMs: number,
  channelNo?: number,
): readonly PortalCommand[] {
  return commands.filter((command) => {
    if (channelNo !== undefined && command.channelNo !== channelNo) return false;
    return isOpen(command) || nowMs - settledMs(command) < NEWS_MS;
  });
}

function settledMs({ answer, state, expiresAt, givenAt }: PortalCommand): number {
  if (answer !== null) return Date.parse(answer.at);
  return Date.parse(state === "expired" ? expiresAt : givenAt);
}

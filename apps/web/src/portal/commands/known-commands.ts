/**
 * The commands of the page's gateway as the server last told them. They are asked for often while one
 * waits for the gateway, seldom otherwise; what the gateway has confirmed makes the figures be asked again.
 */

import type { PortalCommand } from "@mega/contract";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { failureText } from "../../state/session.ts";
import { figuresChanged } from "../figures/gateway-place.ts";
import { fetchCommands } from "./command-client.ts";
import { isOpen } from "./standing.ts";

/** The list, newest first; null until it has come. */
export const commandList = signal<readonly PortalCommand[] | null>(null);
/** Why it did not come. */
export const listFailure = signal<string | null>(null);

const OPEN_EVERY_MS = 3_000;
const QUIET_EVERY_MS = 30_000;

/** Takes over a command that the server told by itself. */
export function takeCommand(told: PortalCommand): void {
  const others = (commandList.value ?? []).filter(({ commandId }) => commandId !== told.commandId);
  take([told, ...others]);
}

function take(told: readonly PortalCommand[]): void {
  const before = new Map(commandList.value?.map((one) => [one.commandId, one.state]));
  const isNews = ({ commandId, state }: PortalCommand) =>
    state === "confirmed" && before.has(commandId) && before.get(commandId) !== state;
  commandList.value = told;
  listFailure.value = null;
  if (told.some(isNews)) figuresChanged();
}

/** Follows them while a page shows them. */
export function useCommands(gatewayId: number): void {
  const isWaiting = (commandList.value ?? []).some(isOpen);
  useEffect(() => {
    let stale = false;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      fetchCommands().then(
        ({ commands }) => stale || take(commands),
        (error: unknown) => {
          if (!stale) listFailure.value = failureText(error).text;
        },
      );
    };
    look();
    const timer = setInterval(look, isWaiting ? OPEN_EVERY_MS : QUIET_EVERY_MS);
    return () => {
      stale = true;
      clearInterval(timer);
    };
  }, [gatewayId, isWaiting]);
  useEffect(
    () => () => {
      commandList.value = null;
      listFailure.value = null;
    },
    [gatewayId],
  );
}

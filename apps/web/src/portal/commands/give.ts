/** Giving a command: it is told as sent, never as done. */

import type { NewChange, NewCommand, PortalCommand } from "@mega/contract";
import { failure } from "../../state/readings.ts";
import { announce, failureText } from "../../state/session.ts";
import { confirmed } from "../state/confirmation.ts";
import { commandWords } from "../state/words.ts";
import { postChange, postCommand, withdrawCommand } from "./command-client.ts";
import { takeCommand } from "./known-commands.ts";

/** Asks for a change; throws what the server refuses, so that the form keeps what was typed. */
export async function giveChange(change: NewChange): Promise<void> {
  sent(await confirmed(() => postChange(change)));
}

/** Asks the gateway to read every meter. */
export const readAll = () => give({ kind: "read-now", channelNo: null });

/** Asks the gateway to read one channel. */
export const readChannel = (channelNo: number) => give({ kind: "read-now", channelNo });

/** Asks the gateway to send at once for five minutes. */
export const publishLive = () => give({ kind: "publish-live" });

async function give(command: NewCommand): Promise<void> {
  try {
    sent(await confirmed(() => postCommand(command)));
  } catch (error) {
    failure.value = failureText(error);
  }
}

/** Takes one back that the gateway does not have yet. */
export async function withdraw(commandId: string): Promise<void> {
  try {
    takeCommand(await withdrawCommand(commandId));
  } catch (error) {
    failure.value = failureText(error);
  }
}

function sent(command: PortalCommand): void {
  failure.value = null;
  takeCommand(command);
  const { kinds, states } = commandWords.value;
  announce(`${kinds[command.kind]}: ${states[command.state]}`);
}

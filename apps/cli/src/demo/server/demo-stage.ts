/** What of the server's demo runs, and where it keeps things. */

import { inviteAtMachine } from "@mega/server";
import type { BoxProcess } from "./box-process.ts";
import { type DemoNote, serverFolder } from "./demo-note.ts";
import type { PortalPersonOfDemo, ServerDemo } from "./demo-people.ts";
import { acceptPortalInvitation, type PortalPerson } from "./portal-person.ts";

/** The demo at work. */
export interface DemoStage {
  readonly folder: string;
  readonly demo: ServerDemo;
  /** Of the portal. */
  readonly serverUrl: string;
  /** As it was read, or as it is to be written when everything is set up. */
  note: DemoNote;
  /** Gateways that run, by building. */
  readonly boxes: Map<string, BoxProcess>;
  readonly say: (text: string) => void;
}

/** Lets somebody in whose account is there or is made: with his password, by an invitation. */
export async function letIn(
  { folder, note, serverUrl }: Pick<DemoStage, "folder" | "note" | "serverUrl">,
  { email, language, password }: PortalPersonOfDemo,
  operator = false,
): Promise<PortalPerson> {
  const { word } = await inviteAtMachine({
    ...{ dataFolder: serverFolder(folder, note), databaseUrl: null },
    ...{ email, language, operator },
  });
  return acceptPortalInvitation(serverUrl, word, password);
}

import type { commands as source } from "../fr/commands.ts";

export const commands: typeof source = {
  title: "Opdrachten",
};

/** The words of one group in one language, for pages that are brought when they are asked for. */

import type { Language } from "../language.ts";
import type { PortalGroup, PortalWords } from "./portal-words.ts";

type Loaders = { readonly [Group in PortalGroup]: () => Promise<PortalWords[Group]> };

const loaders: Readonly<Record<Language, Loaders>> = {
  fr: {
    building: async () => (await import("./fr/building.ts")).building,
    commands: async () => (await import("./fr/commands.ts")).commands,
    fleet: async () => (await import("./fr/fleet.ts")).fleet,
    shell: async () => (await import("./fr/shell.ts")).shell,
    tenant: async () => (await import("./fr/tenant.ts")).tenant,
    tunnel: async () => (await import("./fr/tunnel.ts")).tunnel,
  },
  nl: {
    building: async () => (await import("./nl/building.ts")).building,
    commands: async () => (await import("./nl/commands.ts")).commands,
    fleet: async () => (await import("./nl/fleet.ts")).fleet,
    shell: async () => (await import("./nl/shell.ts")).shell,
    tenant: async () => (await import("./nl/tenant.ts")).tenant,
    tunnel: async () => (await import("./nl/tunnel.ts")).tunnel,
  },
  de: {
    building: async () => (await import("./de/building.ts")).building,
    commands: async () => (await import("./de/commands.ts")).commands,
    fleet: async () => (await import("./de/fleet.ts")).fleet,
    shell: async () => (await import("./de/shell.ts")).shell,
    tenant: async () => (await import("./de/tenant.ts")).tenant,
    tunnel: async () => (await import("./de/tunnel.ts")).tunnel,
  },
  en: {
    building: async () => (await import("./en/building.ts")).building,
    commands: async () => (await import("./en/commands.ts")).commands,
    fleet: async () => (await import("./en/fleet.ts")).fleet,
    shell: async () => (await import("./en/shell.ts")).shell,
    tenant: async () => (await import("./en/tenant.ts")).tenant,
    tunnel: async () => (await import("./en/tunnel.ts")).tunnel,
  },
};

/** Brings the words of a group; rejects when they cannot be reached. */
export function loadPortalWords<Group extends PortalGroup>(
  language: Language,
  group: Group,
): Promise<PortalWords[Group]> {
  return loaders[language][group]();
}

/** What persons and tokens may be: the words that rules of access are made of. */

/** What a person is to the building. */
export const roles = ["owner", "installer", "manager", "tenant", "integrator"] as const;
export type Role = (typeof roles)[number];

/** What a token may be made for. */
export const scopes = [
  "read:counters",
  "read:bus",
  "read:configuration",
  "write:configuration",
  "write:readings",
] as const;
export type Scope = (typeof scopes)[number];

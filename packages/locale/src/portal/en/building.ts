import type { building as source } from "../fr/building.ts";

export const building: typeof source = {
  title: "Building",
};

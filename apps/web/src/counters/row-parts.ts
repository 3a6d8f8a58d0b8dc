/**
 * What stands beside a channel's name and does something: a gateway's own page reads its meters, a
 * server's page asks the gateway to.
 */

import type { ChannelRow } from "@mega/contract";
import { type ComponentType, createContext } from "preact";
import { useContext } from "preact/hooks";

type RowPart = ComponentType<{ readonly row: ChannelRow }>;

/** The parts. */
export interface RowParts {
  /** The CHx button. */
  readonly Button: RowPart;
  /** The ⋯ button with its menu. */
  readonly Menu: RowPart;
}

/** Given by the page around the table. */
export const RowPartsOf = createContext<RowParts | null>(null);

/** The parts of the page. */
export function useRowParts(): RowParts {
  const parts = useContext(RowPartsOf);
  if (parts === null) throw new Error("Broken assumption: the page gives the parts of its rows");
  return parts;
}

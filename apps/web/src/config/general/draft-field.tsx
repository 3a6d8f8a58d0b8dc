/** A line of text of the general settings, tied to the draft by its pointer. */

import type { GatewayConfig } from "@mega/contract";
import { TextField } from "../../form/text-field.tsx";
import type { Read } from "../draft/rules.ts";
import { textAt, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

interface DraftFieldProps<T> {
  /** Place in the document: "/building/name". */
  readonly pointer: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly read: (text: string) => Read<T>;
  readonly apply: (before: GatewayConfig, value: T) => GatewayConfig;
  readonly hint?: string;
  readonly lengthMax?: number;
  readonly counted?: boolean;
  readonly inputMode?: "numeric" | "decimal" | "url" | "text";
  readonly placeholder?: string;
  readonly class?: string;
  readonly onKey?: (text: string) => void;
}

/** The field. */
export function DraftField<T>({ pointer, value, read, apply, ...rest }: DraftFieldProps<T>) {
  return (
    <TextField
      {...rest}
      id={idOf(pointer)}
      shown={textAt(pointer, value)}
      message={messageAt(pointer)}
      onTyped={(text) => typed(pointer, text, read, apply)}
    />
  );
}

/** "/building/name" as the id of an element. */
export function idOf(pointer: string): string {
  return `f${pointer.replace(/[^A-Za-z0-9]+/g, "-")}`;
}

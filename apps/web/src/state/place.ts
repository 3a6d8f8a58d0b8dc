/**
 * Where the figures of a page are: at the gateway that serves it, or at a server, below one of its
 * gateways. Addresses of questions, files and pages of figures are the same below both.
 */

import { signal } from "@preact/signals";
import { API_PREFIX } from "../api/request.ts";

/** A place of figures. */
export interface Place {
  /** Where the interface begins; for addresses of files. */
  readonly api: string;
  /** "" at a gateway itself, "/gateways/7" at a server. */
  readonly under: string;
}

/** The place of the figures on the page. */
export const place = signal<Place>({ api: API_PREFIX, under: "" });

/** The path of a question or a page there. */
export function below(path: string): string {
  return `${place.value.under}${path}`;
}

/** The address of a file there. */
export function fileBelow(path: string): string {
  return `${place.value.api}${below(path)}`;
}

/** Whether the gateway itself serves the page. */
export function isAtGateway(): boolean {
  return place.value.under === "";
}

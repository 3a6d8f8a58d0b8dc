/** Opens what a building is met at, and says clearly what stands in the way. */

import { MegaError } from "@mega/domain";
import { type Link, LinkError, type LinkOpener, listenTcp, type TcpListener } from "@mega/link";

/** One bus or P1 port. */
export interface Served {
  readonly id: string;
  readonly port: number;
  readonly onLink: (link: Link) => void;
}

/** A serial line and the bus that is to be met on it. */
export interface ServedLine {
  readonly busId: string;
  readonly open: LinkOpener;
  /** How the line is told to people: its device. */
  readonly name: string;
}

/** Listens for a bus or P1 port. @throws MegaError PORT_BUSY. */
export async function listenOn(place: Served & { readonly host: string }): Promise<TcpListener> {
  const { id, host, port, onLink } = place;
  try {
    return await listenTcp({ host, port, onLink });
  } catch (cause) {
    if (!(cause instanceof LinkError)) throw cause;
    const why = cause.cause instanceof Error ? ` (${cause.cause.message})` : "";
    throw new MegaError("PORT_BUSY", `"${id}" cannot listen on ${host}:${port}${why}.`, {
      hint: "Choose other ports with --port-base N, or end the program that holds the port.",
      context: { place: id, value: port },
      cause,
    });
  }
}

/**
 * Opens a serial line for a bus.
 *
 * @param onLost Called once when the line is lost, with a MegaError LINK_UNAVAILABLE.
 * @returns What closes the line.
 * @throws MegaError LINK_UNAVAILABLE when it does not open.
 */
export async function openLine(
  line: ServedLine,
  onLink: (link: Link) => void,
  onLost: (error: MegaError) => void,
): Promise<() => Promise<void>> {
  const unavailable = (message: string, hint: string, cause?: unknown) =>
    new MegaError("LINK_UNAVAILABLE", message, {
      hint,
      context: { place: line.busId, value: line.name },
      cause,
    });
  let link: Link;
  try {
    link = await line.open();
  } catch (cause) {
    if (!(cause instanceof LinkError)) throw cause;
    throw unavailable(cause.message, cause.hint, cause);
  }
  onLink(link);
  const { onDown } = link;
  link.onDown = (reason) => {
    onDown(reason);
    onLost(unavailable(`The line ${line.name} is lost: ${reason}`, "Plug it in and start again."));
  };
  return async () => link.close();
}

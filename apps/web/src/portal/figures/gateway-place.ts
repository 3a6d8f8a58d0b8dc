/** The place of a gateway's figures at the server, and its table, asked for while a page shows it. */

import { useEffect } from "preact/hooks";
import { fetchTable } from "../../api/client.ts";
import { RequestFailed } from "../../api/request.ts";
import { place } from "../../state/place.ts";
import { changes, table, tableFailure } from "../../state/readings.ts";
import { failureText, placeZone } from "../../state/session.ts";
import { PORTAL_PREFIX } from "../api/session-client.ts";
import { commandWords } from "../state/words.ts";

/** A gateway sends every hour; what a person asked it for is there within this. */
const EVERY_MS = 60_000;

/** Says of which gateway the page is, before anything of it is asked for. */
export function enterGateway(gatewayId: number): void {
  const under = `/gateways/${gatewayId}`;
  if (place.peek().under !== under) place.value = { api: PORTAL_PREFIX, under };
}

/** Makes everything that shows figures ask for them again. */
export function figuresChanged(): void {
  changes.value += 1;
}

/** The table of the gateway in `table`; why it did not come in `tableFailure`. */
export function useGatewayTable(gatewayId: number): void {
  enterGateway(gatewayId);
  const version = changes.value;
  useEffect(() => {
    let stale = false;
    fetchTable().then(
      (told) => {
        if (stale) return;
        placeZone.value = told.timeZone;
        table.value = told;
        tableFailure.value = null;
      },
      (error: unknown) => {
        if (!stale) tableFailure.value = whyNot(error);
      },
    );
    return () => {
      stale = true;
    };
  }, [gatewayId, version]);
  useFollowing();
}

/** Asks again while somebody looks; on leaving nothing of the gateway stays. */
export function useFollowing(): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") figuresChanged();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      table.value = null;
      tableFailure.value = null;
      placeZone.value = null;
    };
  }, []);
}

/** A gateway that has not handed over its configuration has no figures yet. */
function whyNot(error: unknown): string {
  const code = error instanceof RequestFailed ? error.problem?.code : undefined;
  return code === "CONFLICT" ? commandWords.value.figures.notYet : failureText(error).text;
}

/** Boxes that ask for a gateway's place, and a change of boxes that can still be taken back. */

import type { PortalGateway } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { language } from "../../state/session.ts";
import { buildingWords } from "../state/words.ts";
import type { GatewayDeed } from "./gateway-dialogs.tsx";
import { zoneOf } from "./gateway-zone.ts";

interface RestoreLinesProps {
  readonly gateway: PortalGateway;
  readonly onDeed: (deed: GatewayDeed) => void;
}

/** The lines; nothing where nothing waits and nothing was changed lately. */
export function RestoreLines({ gateway, onDeed }: RestoreLinesProps) {
  const texts = buildingWords.value.restore;
  const { restores, undoable } = gateway;
  const time = (instant: string) => formatDateTime(instant, zoneOf(gateway), language.value);
  return (
    <>
      {restores.map(({ newMac, newModel, askedAt, expiresAt, automaticAt }) => (
        <div key={newMac} class="banner banner--warn">
          <div>
            <p>
              <b>{texts.waits(newModel, newMac)}</b>
            </p>
            <p>{texts.since(time(askedAt), time(expiresAt))}</p>
            {automaticAt === null ? null : <p>{texts.automatic(time(automaticAt))}</p>}
          </div>
        </div>
      ))}
      {restores.length === 0 ? null : (
        <p class="row">
          <button
            type="button"
            class="btn btn--main"
            onClick={() => onDeed({ kind: "confirm", gateway })}
          >
            {texts.confirm}
          </button>
          <button type="button" class="btn" onClick={() => onDeed({ kind: "refuse", gateway })}>
            {texts.refuse}
          </button>
        </p>
      )}
      {undoable === null ? null : (
        <div class="banner banner--info">
          <div>
            <p>
              <b>{texts.changed(undoable.newMac, time(undoable.grantedAt))}</b>
            </p>
            {undoable.by === "silence" ? <p>{texts.bySilence}</p> : null}
            <p>{texts.until(time(undoable.undoUntil))}</p>
          </div>
          <button type="button" class="btn" onClick={() => onDeed({ kind: "undo", gateway })}>
            {texts.undo}
          </button>
        </div>
      )}
    </>
  );
}

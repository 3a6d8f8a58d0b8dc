/** Changes of stays: give one, end one, end one and give the next, take an end back. */

import type { PortalGateway, StayList } from "@mega/contract";
import { useState } from "preact/hooks";
import { localDay } from "../../time/zone.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { buildingWords } from "../state/words.ts";
import { changeStay } from "./building-client.ts";
import { DayField } from "./day-field.tsx";
import { lastDayMessage } from "./day-message.ts";
import { zoneOf } from "./gateway-zone.ts";
import { GiveStayDialog } from "./give-stay-dialog.tsx";
import { dayFault, endAfter, lastDay, type Stay } from "./stay-draft.ts";

/** What somebody is about to do. */
export type StayDeed =
  | { readonly kind: "give" }
  | { readonly kind: "end" | "next" | "reopen"; readonly stay: Stay };

interface StayDialogProps {
  readonly deed: StayDeed;
  readonly gateway: PortalGateway;
  readonly onShut: () => void;
  readonly onChanged: (list: StayList) => void;
}

interface OfStayProps extends Omit<StayDialogProps, "deed"> {
  readonly stay: Stay;
}

/** The dialog of a deed. */
export function StayDialog({ deed, ...rest }: StayDialogProps) {
  switch (deed.kind) {
    case "give":
      return <GiveStayDialog {...rest} before={null} />;
    case "next":
      return <GiveStayDialog {...rest} before={deed.stay} />;
    case "end":
      return <EndDialog {...rest} stay={deed.stay} />;
    case "reopen":
      return <ReopenDialog {...rest} stay={deed.stay} />;
  }
}

function EndDialog({ gateway, stay, onShut, onChanged }: OfStayProps) {
  const zone = zoneOf(gateway);
  const texts = buildingWords.value.stay;
  const first = localDay(stay.from, zone);
  const [to, setTo] = useState(
    stay.to === null ? localDay(Date.now(), zone) : lastDay(stay.to, zone),
  );
  const days = { from: first, to };
  return (
    <DeedDialog
      id="end-stay"
      title={texts.endTitle(stay.name)}
      lead={texts.endLead}
      deed={texts.endDeed}
      done={texts.ended}
      ready={to !== "" && dayFault(days) === null}
      send={async () =>
        onChanged(await changeStay(gateway.gatewayId, stay.stayId, endAfter(to, zone)))
      }
      onShut={onShut}
      fields={["/to"]}
    >
      {(refusedAt) => (
        <DayField
          id="end-stay-to"
          label={texts.to}
          value={to}
          autofocus
          message={lastDayMessage(days) ?? refusedAt("/to")}
          onTyped={setTo}
        />
      )}
    </DeedDialog>
  );
}

function ReopenDialog({ gateway, stay, onShut, onChanged }: OfStayProps) {
  const texts = buildingWords.value.stay;
  return (
    <DeedDialog
      id="reopen-stay"
      title={texts.reopenTitle(stay.name)}
      lead={texts.reopenLead}
      deed={texts.reopenDeed}
      done={texts.added}
      isBad
      ready
      send={async () => onChanged(await changeStay(gateway.gatewayId, stay.stayId, null))}
      onShut={onShut}
    />
  );
}

/** Changes of stays: give one, end one, end one and give the next, take an end back. */

import type { PortalGateway, StayList } from "@mega/contract";
import { useState } from "preact/hooks";
import { language } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { PersonFields } from "../parts/person-fields.tsx";
import { ownZone } from "../parts/time-text.ts";
import { buildingWords } from "../state/words.ts";
import { changeStay, giveStay } from "./building-client.ts";
import { ChannelField } from "./channel-field.tsx";
import { channelText } from "./channel-text.ts";
import { DayField } from "./day-field.tsx";
import { dayFault, endAfter, lastDay, requestOf, type Stay, type StayDraft } from "./stay-draft.ts";

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
      return <GiveDialog {...rest} before={null} />;
    case "next":
      return <GiveDialog {...rest} before={deed.stay} />;
    case "end":
      return <EndDialog {...rest} stay={deed.stay} />;
    case "reopen":
      return <ReopenDialog {...rest} stay={deed.stay} />;
  }
}

function zoneOf({ glance }: PortalGateway): string {
  return glance?.timeZone ?? ownZone;
}

/** Gives a stay; behind one that lasts, that one is ended first. */
function GiveDialog(props: Omit<StayDialogProps, "deed"> & { readonly before: Stay | null }) {
  const { gateway, before, onShut, onChanged } = props;
  const zone = zoneOf(gateway);
  const texts = buildingWords.value.stay;
  const [draft, setDraft] = useState<StayDraft>({
    email: "",
    name: "",
    language: language.value,
    channel: before === null ? "" : String(before.channelNo),
    from: localDay(Date.now(), zone),
    to: "",
  });
  const change = (part: Partial<StayDraft>) => setDraft((now) => ({ ...now, ...part }));
  const [isEnded, setEnded] = useState(false);
  const request = requestOf(draft, zone);
  const send = async () => {
    if (request === null) return;
    if (before !== null) {
      onChanged(await changeStay(gateway.gatewayId, before.stayId, request.from));
      setEnded(true);
    }
    onChanged(await giveStay(gateway.gatewayId, request));
  };
  const words =
    before === null
      ? { title: texts.addTitle, lead: texts.addLead, deed: texts.addDeed }
      : {
          title: texts.nextTitle(channelText(gateway, before.channelNo)),
          lead: texts.nextLead(before.name),
          deed: texts.nextDeed,
        };
  return (
    <DeedDialog
      id="stay"
      {...words}
      done={texts.added}
      ready={request !== null}
      send={send}
      onShut={onShut}
      fields={["/from", "/to", "/email"]}
    >
      {(refusedAt) => (
        <>
          {before === null ? (
            <ChannelField
              gateway={gateway}
              value={draft.channel}
              onChoose={(channel) => change({ channel })}
            />
          ) : null}
          <PersonFields
            id="stay"
            words={buildingWords.value.person}
            draft={draft}
            onChange={change}
            emailRefused={refusedAt("/email")}
          />
          <div class="pair">
            <DayField
              id="stay-from"
              label={texts.from}
              value={draft.from}
              message={dayFault(draft) === "from" ? texts.dayBad : refusedAt("/from")}
              onTyped={(from) => change({ from })}
            />
            <DayField
              id="stay-to"
              label={texts.to}
              value={draft.to}
              hint={texts.toHint}
              message={toMessage(draft) ?? refusedAt("/to")}
              onTyped={(to) => change({ to })}
            />
          </div>
          {isEnded ? <p class="banner banner--warn">{texts.nextHalf}</p> : null}
        </>
      )}
    </DeedDialog>
  );
}

function toMessage(days: Pick<StayDraft, "from" | "to">): string | undefined {
  const { dayBad, orderBad } = buildingWords.value.stay;
  const fault = dayFault(days);
  if (fault === "to") return dayBad;
  return fault === "order" ? orderBad : undefined;
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
          message={toMessage(days) ?? refusedAt("/to")}
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

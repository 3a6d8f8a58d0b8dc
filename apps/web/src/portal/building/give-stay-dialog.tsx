/** Gives a stay; behind one that lasts, that one is ended first. */

import type { PortalGateway, StayList } from "@mega/contract";
import { useState } from "preact/hooks";
import { language } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { DeedDialog, type RefusedAt } from "../parts/deed-dialog.tsx";
import { PersonFields } from "../parts/person-fields.tsx";
import { buildingWords } from "../state/words.ts";
import { changeStay, giveStay } from "./building-client.ts";
import { ChannelField } from "./channel-field.tsx";
import { channelText } from "./channel-text.ts";
import { DayField } from "./day-field.tsx";
import { lastDayMessage } from "./day-message.ts";
import { zoneOf } from "./gateway-zone.ts";
import { dayFault, requestOf, type Stay, type StayDraft } from "./stay-draft.ts";

interface GiveStayProps {
  readonly gateway: PortalGateway;
  /** The one that lasts; null where the channel is free. */
  readonly before: Stay | null;
  readonly onShut: () => void;
  readonly onChanged: (list: StayList) => void;
}

/** The dialog. */
export function GiveStayDialog({ gateway, before, onShut, onChanged }: GiveStayProps) {
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
          <StayFields draft={draft} onChange={change} refusedAt={refusedAt} />
          {isEnded ? <p class="banner banner--warn">{texts.nextHalf}</p> : null}
        </>
      )}
    </DeedDialog>
  );
}

/** Who moves in, from when to when. */
function StayFields(props: {
  readonly draft: StayDraft;
  readonly onChange: (part: Partial<StayDraft>) => void;
  readonly refusedAt: RefusedAt;
}) {
  const { draft, onChange, refusedAt } = props;
  const { stay: texts, person } = buildingWords.value;
  return (
    <>
      <PersonFields
        id="stay"
        words={person}
        draft={draft}
        onChange={onChange}
        emailRefused={refusedAt("/email")}
      />
      <div class="pair">
        <DayField
          id="stay-from"
          label={texts.from}
          value={draft.from}
          message={dayFault(draft) === "from" ? texts.dayBad : refusedAt("/from")}
          onTyped={(from) => onChange({ from })}
        />
        <DayField
          id="stay-to"
          label={texts.to}
          value={draft.to}
          hint={texts.toHint}
          message={lastDayMessage(draft) ?? refusedAt("/to")}
          onTyped={(to) => onChange({ to })}
        />
      </div>
    </>
  );
}

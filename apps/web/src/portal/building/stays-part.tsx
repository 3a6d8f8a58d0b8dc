/** Who lives behind which channel, gateway by gateway. */

import type { PortalGateway } from "@mega/contract";
import { formatCount, formatDate } from "@mega/locale";
import { useCallback, useState } from "preact/hooks";
import { gatewayNowMs } from "../../api/request.ts";
import { DeedMenu, type MenuDeed } from "../../shell/deed-menu.tsx";
import { ListTable } from "../../shell/list-table.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { language, words } from "../../state/session.ts";
import { AccountState } from "../parts/account-state.tsx";
import { buildingWords } from "../state/words.ts";
import { fetchGateways, fetchStays } from "./building-client.ts";
import { channelText } from "./channel-text.ts";
import { zoneOf } from "./gateway-zone.ts";
import { type StayDeed, StayDialog } from "./stay-dialogs.tsx";
import { lastDay, partedStays, type Stay } from "./stay-draft.ts";

/** The part. */
export function StaysPart({ buildingId }: { readonly buildingId: number }) {
  const question = useCallback(() => fetchGateways(buildingId), [buildingId]);
  const { answer, failure } = useAsked(question);
  const { stay } = buildingWords.value;
  const gateways = answer?.gateways.filter(({ revokedAt }) => revokedAt === null) ?? null;
  return (
    <div class="stack">
      <p class="soft">{stay.lead}</p>
      {gateways === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {gateways?.length === 0 ? <p class="empty">{stay.noGateway}</p> : null}
      {gateways?.map((gateway) => (
        <GatewayStays key={gateway.gatewayId} gateway={gateway} />
      ))}
    </div>
  );
}

function GatewayStays({ gateway }: { readonly gateway: PortalGateway }) {
  const { gatewayId, model, mac } = gateway;
  const question = useCallback(() => fetchStays(gatewayId), [gatewayId]);
  const { answer, failure, take } = useAsked(question);
  const [open, setOpen] = useState<StayDeed | null>(null);
  const texts = buildingWords.value.stay;
  const id = `stays-${gatewayId}`;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>
          {model} <span class="mono soft">{mac}</span>
        </h2>
        <button type="button" class="btn btn--main" onClick={() => setOpen({ kind: "give" })}>
          {texts.add}
        </button>
      </div>
      {answer === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {answer === null ? null : (
        <StayLists gateway={gateway} stays={answer.stays} onDeed={setOpen} />
      )}
      {open === null ? null : (
        <StayDialog deed={open} gateway={gateway} onShut={() => setOpen(null)} onChanged={take} />
      )}
    </section>
  );
}

interface ListProps {
  readonly gateway: PortalGateway;
  readonly stays: readonly Stay[];
  readonly onDeed: (deed: StayDeed) => void;
}

function StayLists({ gateway, stays, onDeed }: ListProps) {
  const { empty, showPast } = buildingWords.value.stay;
  const { open, past } = partedStays(stays, gatewayNowMs() ?? Date.now());
  return (
    <>
      {open.length === 0 ? (
        <p class="empty">{empty}</p>
      ) : (
        <StayTable gateway={gateway} stays={open} onDeed={onDeed} />
      )}
      {past.length === 0 ? null : (
        <details class="past">
          <summary>{showPast(formatCount(past.length, language.value))}</summary>
          <StayTable gateway={gateway} stays={past} onDeed={onDeed} />
        </details>
      )}
    </>
  );
}

function StayTable({ gateway, stays, onDeed }: ListProps) {
  const { stay: texts, person } = buildingWords.value;
  const heads = [texts.channel, texts.tenant, texts.from, texts.to, person.state];
  return (
    <ListTable heads={heads} hasDeeds>
      {stays.map((stay) => (
        <StayRow key={stay.stayId} gateway={gateway} stay={stay} onDeed={onDeed} />
      ))}
    </ListTable>
  );
}

function StayRow(props: Omit<ListProps, "stays"> & { readonly stay: Stay }) {
  const { gateway, stay, onDeed } = props;
  const { stay: texts, person } = buildingWords.value;
  const zone = zoneOf(gateway);
  const { channelNo, name, email, from, to } = stay;
  return (
    <tr>
      <th scope="row">{channelText(gateway, channelNo)}</th>
      <td data-head={texts.tenant}>
        <span>
          {name} <small class="soft stay-mail">{email}</small>
        </span>
      </td>
      <td data-head={texts.from} class="nb">
        {formatDate(from, zone, language.value)}
      </td>
      <td data-head={texts.to} class="nb">
        {to === null
          ? texts.open
          : formatDate(`${lastDay(to, zone)}T12:00:00Z`, "UTC", language.value)}
      </td>
      <td data-head={person.state}>
        <AccountState person={stay} words={person} />
      </td>
      <td class="act">
        <DeedMenu name={texts.actions(`${name}, CH${channelNo}`)} deeds={deedsOf(stay, onDeed)} />
      </td>
    </tr>
  );
}

function deedsOf(stay: Stay, onDeed: ListProps["onDeed"]): readonly MenuDeed[] {
  const { end, next, reopen } = buildingWords.value.stay;
  const ends = { text: end, act: () => onDeed({ kind: "end", stay }) };
  if (stay.to === null) return [ends, { text: next, act: () => onDeed({ kind: "next", stay }) }];
  return [ends, { text: reopen, act: () => onDeed({ kind: "reopen", stay }) }];
}

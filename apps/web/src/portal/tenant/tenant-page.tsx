/** The page at "/me": a tenant's own channels, his data, his choice about hours, whom to ask. */

import type { Me } from "@mega/contract";
import { words } from "../../state/session.ts";
import "../../styles/channel.css";
import "../../styles/tenant.css";
import "../styles/tenant.css";
import { nowMs } from "../state/now.ts";
import { useOwn } from "../state/own-answers.ts";
import { tenantWords } from "../state/words.ts";
import { AskCard } from "./ask-card.tsx";
import { ChannelCard } from "./channel-card.tsx";
import { Downloads } from "./downloads.tsx";
import { HourlyCard } from "./hourly-card.tsx";
import { type OwnChannel, ownChannels } from "./own-channels.ts";

/** The page. */
export function TenantPage() {
  const { answer: me, failure, take } = useOwn<Me>("/me");
  const said = tenantWords.value;
  if (me === null) {
    return (
      <main id="main" class="main own-page" tabIndex={-1} aria-busy={failure === null}>
        <h1 class="vh">{said.back}</h1>
        <p class="empty">{failure ?? words.value.shell.loading}</p>
      </main>
    );
  }
  const all = ownChannels(me.stays, nowMs());
  const over = all.filter(({ state }) => state === "over");
  const buildings = [...new Set(all.map(({ building }) => building))];
  return (
    <main id="main" class="main own-page" tabIndex={-1}>
      <div class="hi">
        <h1>{said.hello(me.name)}</h1>
        <p>{buildings.join(" · ")}</p>
      </div>
      {all.length === 0 ? <p class="empty">{said.nothing}</p> : null}
      <Cards all={all.filter(({ state }) => state !== "over")} />
      {over.length === 0 ? null : (
        <>
          <h2 class="own-former">{said.former}</h2>
          <Cards all={over} />
        </>
      )}
      {gatewaysOf(all).map(({ gatewayId, building }) => (
        <Downloads
          key={gatewayId}
          gatewayId={gatewayId}
          {...(buildings.length > 1 ? { building } : {})}
        />
      ))}
      {all.length === 0 ? null : <HourlyCard me={me} onChosen={take} />}
      {all.length === 0 ? null : <AskCard contacts={me.contacts} />}
      {all.length === 0 ? null : <p class="soft small">{said.stay.hidden}</p>}
    </main>
  );
}

function Cards({ all }: { readonly all: readonly OwnChannel[] }) {
  return (
    <>
      {all.map((own) => (
        <ChannelCard key={`${own.gatewayId} ${own.channelNo}`} own={own} />
      ))}
    </>
  );
}

/** Gateways of stays that have begun, each once. */
function gatewaysOf(all: readonly OwnChannel[]): readonly OwnChannel[] {
  const begun = all.filter(({ state }) => state !== "to-come");
  return [...new Map(begun.map((own) => [own.gatewayId, own])).values()];
}

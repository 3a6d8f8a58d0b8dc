/** The gateways of a building, and the dialogs that change them. */

import type { PortalBuilding, PortalGateway, PortalGatewayList } from "@mega/contract";
import { useCallback, useState } from "preact/hooks";
import { useAsked } from "../../shell/use-asked.ts";
import { words } from "../../state/session.ts";
import { StripKeys } from "../parts/round-strip.tsx";
import { buildingWords } from "../state/words.ts";
import { fetchGateways } from "./building-client.ts";
import { GatewayCard } from "./gateway-card.tsx";
import { type GatewayDeed, GatewayDialog } from "./gateway-dialogs.tsx";

/** The part. */
export function GatewaysPart({ building }: { readonly building: PortalBuilding }) {
  const { buildingId, role } = building;
  const question = useCallback(() => fetchGateways(buildingId), [buildingId]);
  const { answer, failure, take } = useAsked(question);
  const [open, setOpen] = useState<GatewayDeed | null>(null);
  const { enrol } = buildingWords.value;
  const mayChange = role !== "installer";
  const gateways = answer === null ? null : newestFirst(answer);
  return (
    <div class="stack">
      {mayChange ? (
        <p class="part-head">
          <button type="button" class="btn btn--main" onClick={() => setOpen({ kind: "enrol" })}>
            {enrol.button}
          </button>
        </p>
      ) : null}
      {gateways === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {gateways?.length === 0 ? <Empty /> : null}
      {gateways?.map((gateway) => (
        <GatewayCard key={gateway.gatewayId} gateway={gateway} role={role} onDeed={setOpen} />
      ))}
      {gateways?.some(({ glance }) => glance !== null) === true ? <StripKeys /> : null}
      {open === null ? null : (
        <GatewayDialog
          deed={open}
          buildingId={buildingId}
          onShut={() => setOpen(null)}
          onChanged={take}
        />
      )}
    </div>
  );
}

/** Those in use before those that were detached, which stay for what they sent. */
function newestFirst({ gateways }: PortalGatewayList): readonly PortalGateway[] {
  const isDetached = ({ revokedAt }: PortalGateway) => Number(revokedAt !== null);
  return [...gateways].sort((a, b) => isDetached(a) - isDetached(b) || a.gatewayId - b.gatewayId);
}

function Empty() {
  const { empty, emptyLead } = buildingWords.value.gateway;
  return (
    <div class="empty">
      <h2>{empty}</h2>
      <p>{emptyLead}</p>
    </div>
  );
}

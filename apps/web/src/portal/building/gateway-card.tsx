/** One gateway of a building: how it is, what of it stands at the server, what can be done with it. */

import type { GlanceChannel, PortalBuilding, PortalGateway } from "@mega/contract";
import { formatCount, formatDate } from "@mega/locale";
import { DeedMenu, type MenuDeed } from "../../shell/deed-menu.tsx";
import { inside } from "../../state/address.ts";
import { language } from "../../state/session.ts";
import { RoundStrip } from "../parts/round-strip.tsx";
import { timeText } from "../parts/time-text.ts";
import { buildingWords } from "../state/words.ts";
import { OpenTunnel } from "../tunnel/open-tunnel.tsx";
import type { GatewayDeed } from "./gateway-dialogs.tsx";
import { zoneOf } from "./gateway-zone.ts";
import { RestoreLines } from "./restore-lines.tsx";

interface GatewayCardProps {
  readonly gateway: PortalGateway;
  /** Null for the operator, who sees no figure. */
  readonly role: PortalBuilding["role"];
  readonly onDeed: (deed: GatewayDeed) => void;
}

/** The card. */
export function GatewayCard({ gateway, role, onDeed }: GatewayCardProps) {
  const { gatewayId, mac, model, glance, revokedAt } = gateway;
  const id = `gateway-${gatewayId}`;
  const troubled = (glance?.channels ?? []).filter(({ trouble }) => trouble !== null);
  return (
    <section class="card gateway" aria-labelledby={id}>
      <div class="gateway-head">
        <div>
          <h2 id={id}>
            {model} <span class="mono soft">{mac}</span>
          </h2>
          <GatewayState gateway={gateway} troubled={troubled.length} />
        </div>
        {revokedAt === null && role !== "installer" ? (
          <Menu gateway={gateway} onDeed={onDeed} />
        ) : null}
      </div>
      <RestoreLines gateway={gateway} onDeed={onDeed} />
      {glance === null ? null : <RoundStrip {...glance} name={mac} />}
      <Troubles channels={troubled} zone={zoneOf(gateway)} />
      <Facts gateway={gateway} />
      {revokedAt === null && role !== null ? <Ways gateway={gateway} /> : null}
      {revokedAt === null && role !== null ? (
        <OpenTunnel gatewayId={gatewayId} manages={role === "manager"} />
      ) : null}
    </section>
  );
}

function GatewayState(props: { readonly gateway: PortalGateway; readonly troubled: number }) {
  const { gateway, troubled } = props;
  const { states } = buildingWords.value;
  const { revokedAt, leftAt, silentSince, lastUploadAt } = gateway;
  if (revokedAt !== null) return <p class="st st--off">{states.revoked}</p>;
  if (leftAt !== null) return <p class="st st--off">{states.left}</p>;
  if (silentSince !== null) {
    return <p class="st st--bad">{states.silent(timeText(silentSince, zoneOf(gateway)))}</p>;
  }
  if (lastUploadAt === null) return <p class="st st--off">{states.fresh}</p>;
  if (troubled === 0) return <p class="st st--ok">{states.fine}</p>;
  return <p class="st st--warn">{states.look(formatCount(troubled, language.value))}</p>;
}

function Troubles(props: { readonly channels: readonly GlanceChannel[]; readonly zone: string }) {
  const { troubles } = buildingWords.value;
  if (props.channels.length === 0) return null;
  const text = ({ trouble }: GlanceChannel) => {
    if (trouble === null) return "";
    if (trouble.kind === "never") return troubles.never;
    return troubles[trouble.kind](
      trouble.since === null ? "" : timeText(trouble.since, props.zone),
    );
  };
  return (
    <ul class="gateway-troubles">
      {props.channels.map((channel) => (
        <li key={channel.channelNo}>
          <b>CH{channel.channelNo}</b> {channel.name}
          <span class="soft"> {text(channel)}</span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ gateway }: { readonly gateway: PortalGateway }) {
  const texts = buildingWords.value.gateway;
  const zone = zoneOf(gateway);
  const { glance, lastUploadAt, enrolledAt, revokedAt, generation, ledger } = gateway;
  const time = (instant: string | null) =>
    instant === null ? texts.never : timeText(instant, zone);
  const date = (instant: string) => formatDate(instant, zone, language.value);
  const facts: readonly (readonly [string, string])[] = [
    ...(glance === null ? [] : [[texts.lastReading, time(glance.lastReadingAt)] as const]),
    [texts.lastUpload, time(lastUploadAt)],
    ...(glance === null || revokedAt !== null
      ? []
      : [
          [
            texts.nextReport,
            glance.nextReportAt === null ? texts.noReport : date(glance.nextReportAt),
          ] as const,
        ]),
    [texts.box, texts.boxNo(formatCount(generation, language.value))],
    [texts.enrolled, date(enrolledAt)],
    ...(revokedAt === null ? [] : [[texts.revoked, date(revokedAt)] as const]),
    [texts.entries, formatCount(ledger?.headSeq ?? 0, language.value)],
  ];
  return (
    <dl class="gateway-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where one goes from here. */
function Ways({ gateway }: { readonly gateway: PortalGateway }) {
  const { counters, noFigures } = buildingWords.value.gateway;
  if (gateway.glance === null) return <p class="soft small">{noFigures}</p>;
  return (
    <p class="row">
      <a class="btn" href={inside(`/gateways/${gateway.gatewayId}/counters`)} data-inside>
        {counters}
      </a>
    </p>
  );
}

function Menu(props: Pick<GatewayCardProps, "gateway" | "onDeed">) {
  const { gateway, onDeed } = props;
  const { actions, transfer, revoke } = buildingWords.value.gateway;
  const deeds: readonly MenuDeed[] = [
    { text: transfer, act: () => onDeed({ kind: "transfer", gateway }) },
    { text: revoke, act: () => onDeed({ kind: "revoke", gateway }) },
  ];
  return <DeedMenu name={actions(gateway.mac)} deeds={deeds} />;
}

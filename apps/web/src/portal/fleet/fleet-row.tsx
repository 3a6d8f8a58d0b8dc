/** One building of the list. */

import type { PortalBuilding } from "@mega/contract";
import { formatCount, formatDate, MISSING } from "@mega/locale";
import { inside } from "../../state/address.ts";
import { language } from "../../state/session.ts";
import { RoundStrip } from "../parts/round-strip.tsx";
import { timeText } from "../parts/time-text.ts";
import { fleetWords } from "../state/words.ts";
import { StateText } from "./state-text.tsx";

/** The row; on a narrow screen a card. */
export function FleetRow({ building }: { readonly building: PortalBuilding }) {
  const { buildingId, name, gateways, glance } = building;
  const words = fleetWords.value;
  const count = (value: number) => formatCount(value, language.value);
  return (
    <tr>
      <th scope="row">
        <a href={inside(`/buildings/${buildingId}`)} data-inside>
          {name}
        </a>
        <small>{words.gateways(count(gateways))}</small>
      </th>
      <td class="fl-state">
        <StateText building={building} />
      </td>
      <td class="fl-strip">{glance === null ? null : <RoundStrip {...glance} name={name} />}</td>
      <td class="num" data-head={words.channels}>
        {glance === null
          ? MISSING
          : `${count(glance.channels - glance.troubled)} / ${count(glance.channels)}`}
      </td>
      <td class="num" data-head={words.lastReading}>
        {glance?.lastReadingAt == null ? MISSING : timeText(glance.lastReadingAt, glance.timeZone)}
      </td>
      <td class="num" data-head={words.report}>
        {glance?.nextReportAt == null
          ? MISSING
          : formatDate(glance.nextReportAt, glance.timeZone, language.value)}
      </td>
    </tr>
  );
}

/** The page at "/buildings": all buildings of a person, the most pressing first. */

import type { PortalBuilding } from "@mega/contract";
import { formatCount, formatDate } from "@mega/locale";
import { useState } from "preact/hooks";
import { Segments } from "../../shell/segments.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { address, setParams } from "../../state/address.ts";
import { language, words } from "../../state/session.ts";
import "../../styles/accounts.css";
import { StripKeys } from "../parts/round-strip.tsx";
import { fleetWords } from "../state/words.ts";
import "../styles/fleet.css";
import {
  byPressure,
  type FleetFilter,
  fleetSums,
  hasNoNews,
  isPressing,
  shownBuildings,
} from "./building-state.ts";
import { fetchBuildings } from "./fleet-client.ts";
import { FleetRow } from "./fleet-row.tsx";

/** So many rows are drawn before somebody asks for all. */
const ROWS_FIRST = 100;
const filters: readonly FleetFilter[] = ["all", "look", "silent"];

/** The page. */
export function FleetPage() {
  const { answer, failure } = useAsked(fetchBuildings);
  const fleet = fleetWords.value;
  // An operator is shown all of them on a page of his own.
  const own = answer?.filter(({ role }) => role !== null) ?? null;
  const look = own?.filter(isPressing).length ?? 0;
  return (
    <main id="main" class="main fleet" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{fleet.title}</h1>
          {own === null || own.length === 0 ? null : (
            <p>{fleet.lead(countText(own.length - look), countText(look))}</p>
          )}
        </div>
      </div>
      {own === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {own?.length === 0 ? <Empty /> : null}
      {own === null || own.length === 0 ? null : <Fleet buildings={own} />}
    </main>
  );
}

function Empty() {
  const { emptyTitle, empty } = fleetWords.value;
  return (
    <div class="empty">
      <h2>{emptyTitle}</h2>
      <p>{empty}</p>
    </div>
  );
}

function Fleet({ buildings }: { readonly buildings: readonly PortalBuilding[] }) {
  const params = address.value.params;
  const search = params.get("search") ?? "";
  const filter = filters.find((one) => one === params.get("state")) ?? "all";
  const sorted = byPressure(buildings, language.value);
  return (
    <div class="stack">
      <Summary buildings={buildings} />
      {buildings.length === 1 ? null : (
        <Tools buildings={buildings} search={search} filter={filter} />
      )}
      <Rows key={`${search} ${filter}`} buildings={shownBuildings(sorted, { search, filter })} />
      <StripKeys />
    </div>
  );
}

function Summary({ buildings }: { readonly buildings: readonly PortalBuilding[] }) {
  const { gateways, heard, channels, fine, waiting, next } = fleetSums(buildings);
  const fleet = fleetWords.value;
  return (
    <section class="card" aria-label={fleet.summary}>
      <dl class="fleet-sum">
        <Figure name={fleet.reachable} value={heard} of={gateways} />
        <Figure name={fleet.channelsFine} value={fine} of={channels} />
        {waiting === 0 ? null : (
          <div>
            <dt>{fleet.waiting}</dt>
            <dd>{countText(waiting)}</dd>
          </div>
        )}
        <div>
          <dt>{fleet.nextReport}</dt>
          <dd>
            {next === null ? (
              <small>{fleet.noReport}</small>
            ) : (
              <>
                {formatDate(next.at, next.building.glance?.timeZone ?? "UTC", language.value)}{" "}
                <small>{next.building.name}</small>
              </>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Figure(props: { readonly name: string; readonly value: number; readonly of: number }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {countText(props.value)} <small>{fleetWords.value.of(countText(props.of))}</small>
      </dd>
    </div>
  );
}

function Tools(props: {
  readonly buildings: readonly PortalBuilding[];
  readonly search: string;
  readonly filter: FleetFilter;
}) {
  const { buildings, search, filter } = props;
  const fleet = fleetWords.value;
  const silent = buildings.filter(hasNoNews).length;
  return (
    <fieldset class="fleet-tools">
      <legend class="vh">{fleet.filters}</legend>
      <input
        class="input"
        type="search"
        aria-label={fleet.search}
        placeholder={fleet.search}
        maxLength={80}
        value={search}
        onInput={(event) => setParams({ search: event.currentTarget.value })}
      />
      <Segments
        name="state"
        label={fleet.stateFilter}
        value={filter}
        options={[
          ["all", fleet.all(countText(buildings.length))],
          ["look", fleet.look(countText(buildings.filter(isPressing).length))],
          ["silent", fleet.silent(countText(silent))],
        ]}
      />
    </fieldset>
  );
}

function Rows({ buildings }: { readonly buildings: readonly PortalBuilding[] }) {
  const [isWhole, setWhole] = useState(false);
  const fleet = fleetWords.value;
  if (buildings.length === 0) return <p class="empty">{fleet.nothingFound}</p>;
  const shown = isWhole ? buildings : buildings.slice(0, ROWS_FIRST);
  const heads = [fleet.building, fleet.state, fleet.rounds];
  const figures = [fleet.channels, fleet.lastReading, fleet.report];
  return (
    <div class="card fleet-list">
      <table class="table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {figures.map((head) => (
              <th key={head} scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((building) => (
            <FleetRow key={building.buildingId} building={building} />
          ))}
        </tbody>
      </table>
      {shown.length === buildings.length ? null : (
        <p class="fleet-more">
          <button type="button" class="btn" onClick={() => setWhole(true)}>
            {fleet.more(countText(buildings.length))}
          </button>
        </p>
      )}
    </div>
  );
}

function countText(count: number): string {
  return formatCount(count, language.value);
}

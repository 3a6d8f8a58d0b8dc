/** Every building of the server, with when its gateways last sent something. */

import type { PortalBuilding } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { useState } from "preact/hooks";
import { Field } from "../../form/text-field.tsx";
import { ListTable } from "../../shell/list-table.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { inside } from "../../state/address.ts";
import { language, words } from "../../state/session.ts";
import { plain } from "../fleet/building-state.ts";
import { fetchBuildings } from "../fleet/fleet-client.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { ownZone, timeText } from "../parts/time-text.ts";
import { fleetWords } from "../state/words.ts";
import { addBuilding } from "./operator-client.ts";
import { MoreRows, SearchField } from "./parts.tsx";

const NAME_MAX = 80;

/** The part. */
export function BuildingsPart() {
  const { answer, failure, again } = useAsked(fetchBuildings);
  const [search, setSearch] = useState("");
  const [isAdding, setAdding] = useState(false);
  const { operator, search: searchLabel } = fleetWords.value;
  const wanted = plain(search);
  const found = (answer ?? []).filter(({ name }) => plain(name).includes(wanted));
  return (
    <div class="stack">
      <div class="part-head">
        <SearchField label={searchLabel} value={search} onTyped={setSearch} />
        <button type="button" class="btn btn--main" onClick={() => setAdding(true)}>
          {operator.addBuilding}
        </button>
      </div>
      {answer === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {answer?.length === 0 ? <p class="empty">{operator.empty}</p> : null}
      {answer === null || answer.length === 0 ? null : (
        <BuildingTable key={wanted} buildings={found} />
      )}
      {isAdding ? <AddDialog onShut={() => setAdding(false)} onChanged={again} /> : null}
    </div>
  );
}

function BuildingTable({ buildings }: { readonly buildings: readonly PortalBuilding[] }) {
  const { operator, building, gatewaysHead } = fleetWords.value;
  const heads = [building, gatewaysHead, operator.silent, operator.lastUpload];
  return (
    <section class="card" aria-label={operator.buildings}>
      <MoreRows rows={buildings}>
        {(shown) => (
          <ListTable heads={heads}>
            {shown.map((one) => (
              <BuildingRow key={one.buildingId} building={one} />
            ))}
          </ListTable>
        )}
      </MoreRows>
    </section>
  );
}

function BuildingRow({ building }: { readonly building: PortalBuilding }) {
  const { operator, gatewaysHead } = fleetWords.value;
  const { buildingId, name, gateways, silentGateways, lastUploadAt } = building;
  return (
    <tr>
      <th scope="row">
        <a href={inside(`/buildings/${buildingId}`)} data-inside>
          {name}
        </a>
      </th>
      <td data-head={gatewaysHead}>{formatCount(gateways, language.value)}</td>
      <td data-head={operator.silent}>
        {silentGateways === 0 ? (
          formatCount(0, language.value)
        ) : (
          <span class="st st--bad">{formatCount(silentGateways, language.value)}</span>
        )}
      </td>
      <td data-head={operator.lastUpload} class="nb">
        {lastUploadAt === null ? operator.never : timeText(lastUploadAt, ownZone)}
      </td>
    </tr>
  );
}

function AddDialog(props: { readonly onShut: () => void; readonly onChanged: () => void }) {
  const [name, setName] = useState("");
  const { operator } = fleetWords.value;
  return (
    <DeedDialog
      id="new-building"
      title={operator.addBuildingTitle}
      lead={operator.addBuildingLead}
      deed={operator.add}
      done={operator.done}
      ready={name.trim() !== ""}
      send={async () => {
        await addBuilding({ name: name.trim() });
        props.onChanged();
      }}
      onShut={props.onShut}
      fields={["/name"]}
    >
      {(refusedAt) => (
        <Field id="new-building-name" label={operator.buildingName} message={refusedAt("/name")}>
          <input
            class="input"
            id="new-building-name"
            autocomplete="off"
            autofocus
            required
            maxLength={NAME_MAX}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      )}
    </DeedDialog>
  );
}

/** The page at "/buildings/:id": gateways, stays, people and audit of one building. */

import type { PortalBuilding } from "@mega/contract";
import { useCallback } from "preact/hooks";
import { Segments } from "../../shell/segments.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { address, inside } from "../../state/address.ts";
import { words } from "../../state/session.ts";
import "../../styles/accounts.css";
import "../../styles/audit.css";
import { fetchBuilding } from "../fleet/fleet-client.ts";
import { buildingWords } from "../state/words.ts";
import "../styles/fleet.css";
import "../styles/building.css";
import { AuditPart } from "./audit-part.tsx";
import { GatewaysPart } from "./gateways-part.tsx";
import { PeoplePart } from "./people-part.tsx";
import { StaysPart } from "./stays-part.tsx";

type Part = "gateways" | "stays" | "people" | "audit";

/** The page. */
export function BuildingPage({ buildingId }: { readonly buildingId: number }) {
  const question = useCallback(() => fetchBuilding(buildingId), [buildingId]);
  const { answer: building, failure } = useAsked(question);
  const { shell } = words.value;
  return (
    <main id="main" class="main building" tabIndex={-1}>
      {building === null ? <p class="empty">{failure ?? shell.loading}</p> : null}
      {building === undefined ? <NoBuilding /> : null}
      {building == null ? null : <Building building={building} />}
    </main>
  );
}

/** None, or somebody else's: the same to whoever asks. */
function NoBuilding() {
  const { back } = buildingWords.value;
  return (
    <>
      <h1>{words.value.shell.notFound}</h1>
      <p>
        <a href={inside("/")} data-inside>
          {back}
        </a>
      </p>
    </>
  );
}

function Building({ building }: { readonly building: PortalBuilding }) {
  const texts = buildingWords.value;
  const { buildingId, name, role } = building;
  const parts = partsOf(role);
  const asked = address.value.params.get("part");
  const part = parts.find((one) => one === asked) ?? "gateways";
  const home = role === null ? inside("/operator", { part: "buildings" }) : inside("/buildings");
  return (
    <>
      <div class="head">
        <div>
          <p class="crumb">
            <a href={home} data-inside>
              {texts.back}
            </a>
          </p>
          <h1>{name}</h1>
          {role === null ? null : <p>{texts.role[role]}</p>}
        </div>
        {parts.length === 1 ? null : (
          <Segments
            name="part"
            label={texts.part}
            value={part}
            options={parts.map((one) => [one, texts[one]] as const)}
          />
        )}
      </div>
      {part === "gateways" ? <GatewaysPart building={building} /> : null}
      {part === "stays" ? <StaysPart buildingId={buildingId} /> : null}
      {part === "people" ? <PeoplePart buildingId={buildingId} /> : null}
      {part === "audit" ? <AuditPart building={building} /> : null}
    </>
  );
}

/** An installer sees gateways; the operator, whose role is null, no stay. */
function partsOf(role: PortalBuilding["role"]): readonly Part[] {
  switch (role) {
    case "manager":
      return ["gateways", "stays", "people", "audit"];
    case "installer":
      return ["gateways"];
    case null:
      return ["gateways", "people", "audit"];
  }
}

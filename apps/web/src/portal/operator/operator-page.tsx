/** The page at "/operator": who comes, which buildings, when their gateways sent something. No figure. */

import { Segments } from "../../shell/segments.tsx";
import { address } from "../../state/address.ts";
import "../../styles/accounts.css";
import { fleetWords } from "../state/words.ts";
import "../styles/fleet.css";
import "../styles/building.css";
import { AccountsPart } from "./accounts-part.tsx";
import { BuildingsPart } from "./buildings-part.tsx";

const parts = ["accounts", "buildings"] as const;

/** The page. */
export function OperatorPage() {
  const { operator } = fleetWords.value;
  const asked = address.value.params.get("part");
  const part = parts.find((one) => one === asked) ?? "accounts";
  return (
    <main id="main" class="main building" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{operator.title}</h1>
          <p>{operator.lead}</p>
        </div>
        <Segments
          name="part"
          label={operator.part}
          value={part}
          options={parts.map((one) => [one, operator[one]] as const)}
        />
      </div>
      {part === "accounts" ? <AccountsPart /> : <BuildingsPart />}
    </main>
  );
}

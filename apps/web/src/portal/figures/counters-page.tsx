/**
 * The COUNTERS page of a gateway at the server: the table of the gateway's own page, from the mirror of
 * its ledger. What only a running gateway can do is asked of it as a command.
 */

import type { CountersTable } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { choices } from "../../counters/choices.ts";
import { Figures, Nothing } from "../../counters/figures.tsx";
import { Legend } from "../../counters/marks.tsx";
import { RowPartsOf } from "../../counters/row-parts.ts";
import { Summary } from "../../counters/summary.tsx";
import { Toolbar } from "../../counters/toolbar.tsx";
import { useNarrow } from "../../shell/narrow.ts";
import { inside, setParams } from "../../state/address.ts";
import { mailOpen } from "../../state/mail.ts";
import { below } from "../../state/place.ts";
import { table, tableFailure } from "../../state/readings.ts";
import { language, timeZone, words } from "../../state/session.ts";
import { CommandDialogs } from "../commands/command-dialogs.tsx";
import { CommandStrip } from "../commands/command-strip.tsx";
import { ReadAllButton } from "../commands/read-buttons.tsx";
import { mayAs } from "../state/session.ts";
import { commandWords } from "../state/words.ts";
import { figuresChanged, useGatewayTable } from "./gateway-place.ts";
import { RowLink, RowMenu } from "./row-menu.tsx";
import "../../styles/counters.css";
import "../../styles/table.css";
import "../../styles/print.css";
import "../styles/figures.css";

const portalRows = { Button: RowLink, Menu: RowMenu };

/** The page. */
export function GatewayCounters({ gatewayId }: { readonly gatewayId: number }) {
  useGatewayTable(gatewayId);
  const { counters } = words.value;
  const shown = table.value;
  return (
    <main id="main" class="counters" tabIndex={-1}>
      <div class="title">
        <div>
          <h1>{counters.title}</h1>
          <p>{shown === null ? counters.consumption : subtitle(shown)}</p>
        </div>
        {shown === null ? null : <Actions shown={shown} gatewayId={gatewayId} />}
      </div>
      {shown === null ? <Waiting /> : <Filled shown={shown} gatewayId={gatewayId} />}
      <CommandDialogs />
    </main>
  );
}

function subtitle({ gateway, generatedAt }: CountersTable): string {
  const { counters, shell } = words.value;
  const time = formatDateTime(generatedAt, timeZone.value, language.value);
  const demo = gateway.demo ? shell.demoWord : "";
  const { location, model, mac } = gateway;
  const parts = [demo, counters.consumption, location, `${model} ${mac}`, time];
  return parts.filter((part) => part !== "").join(" · ");
}

/** What is done with all channels at once. */
function Actions(props: { readonly shown: CountersTable; readonly gatewayId: number }) {
  const { figures, mail, list } = commandWords.value;
  const isEmpty = !props.shown.rows.some(({ used }) => used);
  return (
    <div class="row no-print">
      {mayAs(["manager"]) && !isEmpty ? (
        <>
          <button
            type="button"
            class="btn"
            onClick={() => {
              mailOpen.value = true;
            }}
          >
            {words.value.doors.mail}
          </button>
          <a class="btn" href={inside(below("/mail"))} data-inside>
            {mail.title}
          </a>
          <a class="btn" href={inside(below("/settings"))} data-inside>
            {figures.settings}
          </a>
        </>
      ) : null}
      <a class="btn" href={inside(below("/commands"))} data-inside>
        {list.title}
      </a>
      <ReadAllButton />
    </div>
  );
}

function Waiting() {
  const { shell } = words.value;
  if (tableFailure.value === null) return <p class="empty">{shell.loading}</p>;
  return (
    <div class="empty" role="alert">
      <p>{tableFailure.value}</p>
      <button type="button" class="btn" onClick={figuresChanged}>
        {shell.retry}
      </button>
    </div>
  );
}

function Filled(props: { readonly shown: CountersTable; readonly gatewayId: number }) {
  const { counters } = words.value;
  const { shown, gatewayId } = props;
  const narrow = useNarrow();
  if (!shown.rows.some((row) => row.used) && choices.value.show === "active") {
    return <Nothing text={counters.noChannel} onShow={() => setParams({ show: "all" })} />;
  }
  return (
    <>
      {tableFailure.value === null ? null : (
        <p class="banner banner--warn" role="status">
          {tableFailure.value}
        </p>
      )}
      <Summary />
      <CommandStrip gatewayId={gatewayId} />
      <Toolbar table={shown} narrow={narrow} />
      <RowPartsOf.Provider value={portalRows}>
        <Figures shown={shown} narrow={narrow} />
      </RowPartsOf.Provider>
      <footer class="foot">
        <Legend />
        <p class="small soft">{counters.truncated}</p>
      </footer>
    </>
  );
}

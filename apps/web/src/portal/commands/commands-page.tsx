/** The page at "/gateways/:id/commands": everything that the gateway was asked, and what it said. */

import { inside } from "../../state/address.ts";
import { below } from "../../state/place.ts";
import { words } from "../../state/session.ts";
import { useGatewayTable } from "../figures/gateway-place.ts";
import { commandWords } from "../state/words.ts";
import { CommandLine } from "./command-line.tsx";
import { publishLive } from "./give.ts";
import { commandList, listFailure, useCommands } from "./known-commands.ts";
import { GiveFailure, ReadAllButton } from "./read-buttons.tsx";
import "../styles/figures.css";

/** The page. */
export function CommandsPage({ gatewayId }: { readonly gatewayId: number }) {
  // Times are the building's, and the table tells its zone.
  useGatewayTable(gatewayId);
  useCommands(gatewayId);
  const { list, deeds } = commandWords.value;
  const commands = commandList.value;
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb">
        <a href={inside(below("/counters"))} data-inside>
          {words.value.counters.title}
        </a>{" "}
        / {list.title}
      </p>
      <div class="head">
        <div>
          <h1>{list.title}</h1>
          <p>{list.lead}</p>
        </div>
        <div class="row">
          <button type="button" class="btn" onClick={() => void publishLive()}>
            {deeds.publishLive}
          </button>
          <ReadAllButton />
        </div>
      </div>
      <GiveFailure />
      {listFailure.value === null ? null : (
        <p class="banner banner--warn" role="status">
          {listFailure.value}
        </p>
      )}
      {commands === null ? <p class="empty">{words.value.shell.loading}</p> : null}
      {commands?.length === 0 ? <p class="empty">{list.empty}</p> : null}
      {commands === null || commands.length === 0 ? null : (
        <section class="card" aria-label={list.title}>
          <ul class="cmds">
            {commands.map((command) => (
              <CommandLine key={command.commandId} command={command} />
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

/** Paragraph 7: the server that gets a copy, and how the gateway stands with it. */

import type { GatewayConfig } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { DraftField } from "../general/draft-field.tsx";
import { Paragraph } from "../general/paragraph.tsx";
import { dropSlips, edit, stored, typed } from "../state/config-state.ts";
import { PipeFields } from "./pipe-fields.tsx";
import { ServerCommands } from "./server-commands.tsx";
import {
  isServerOn,
  mayBeJitter,
  readServerUrl,
  switchedServer,
  withServer,
} from "./server-draft.ts";
import { ServerStatus } from "./server-status.tsx";
import { TunnelSwitch } from "./tunnel-switch.tsx";
import { useServer } from "./use-server.ts";
import "../../styles/code-card.css";
import "../../styles/server.css";

/** The paragraph. */
export function ServerParagraph({ of }: { readonly of: GatewayConfig }) {
  const { server: texts } = allWords.value;
  const { server } = of;
  const known = useServer();
  const saved = stored.value?.configuration.server;
  const isDraft = JSON.stringify(saved) !== JSON.stringify(server);
  return (
    <Paragraph no={7} title={texts.title} note={texts.note}>
      <SwitchField
        label={texts.on}
        checked={isServerOn(of)}
        onCheck={(on) => {
          dropSlips("/server/");
          edit((before) => switchedServer(before, on));
          // What is needed is said at its field, before the gateway would.
          if (on && server === undefined)
            typed("/server/url", "", readServerUrl, (before) => before);
        }}
      />
      {server === undefined ? null : (
        <div class="fs">
          <DraftField
            pointer="/server/url"
            class="sp2"
            label={texts.url}
            value={server.url}
            inputMode="url"
            placeholder="https://"
            hint={texts.urlHint}
            read={readServerUrl}
            apply={(before, url) => withServer(before, { url })}
          />
          <DraftField
            pointer="/server/jitterSeconds"
            label={texts.jitter}
            value={server.jitterSeconds === undefined ? "" : String(server.jitterSeconds)}
            inputMode="numeric"
            placeholder="600"
            hint={texts.jitterHint}
            read={mayBeJitter}
            apply={(before, jitterSeconds) => withServer(before, { jitterSeconds })}
          />
        </div>
      )}
      {server === undefined ? null : <TunnelSwitch of={server} />}
      {server === undefined ? null : <PipeFields pipe={server.pipe} />}
      {server === undefined ? null : (
        <>
          <SwitchField
            label={texts.commands}
            checked={server.commands !== false}
            onCheck={(on) =>
              edit((before) => withServer(before, { commands: on ? undefined : false }))
            }
          />
          <p class="small muted">{texts.commandsHint}</p>
        </>
      )}
      {saved === undefined || known.state === null ? null : (
        <ServerStatus state={known.state} take={known.take} />
      )}
      {saved === undefined ? null : <ServerCommands />}
      {isDraft && server !== undefined ? <p class="small muted">{texts.saveFirst}</p> : null}
    </Paragraph>
  );
}

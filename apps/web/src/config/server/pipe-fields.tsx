/** The broker that uploads may go through, with HTTPS beside it. */

import type { GatewayConfig, ServerConfig } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { SecretField } from "../../form/secret-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { patched } from "../draft/document.ts";
import { readBrokerUrl } from "../draft/rules.ts";
import { DraftField, idOf } from "../general/draft-field.tsx";
import { dropSlips, edit, typed } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { readPipeUser, withServer } from "./server-draft.ts";

type PipeConfig = NonNullable<ServerConfig["pipe"]>;

const PLACE = "/server/pipe";

/** The switch, and the fields behind it. */
export function PipeFields({ pipe }: { readonly pipe: PipeConfig | undefined }) {
  const { server, publish } = allWords.value;
  return (
    <>
      <SwitchField
        label={server.pipe}
        checked={pipe !== undefined}
        onCheck={(on) => {
          dropSlips(PLACE);
          edit((before) => withServer(before, { pipe: on ? { url: "mqtt://" } : undefined }));
          if (on) typed(`${PLACE}/url`, "mqtt://", readBrokerUrl, (before) => before);
        }}
      />
      {pipe === undefined ? null : (
        <div class="fs">
          <DraftField
            pointer={`${PLACE}/url`}
            class="sp2"
            label={server.pipeUrl}
            value={pipe.url}
            inputMode="url"
            placeholder="mqtts://broker.example.org:8883"
            hint={server.pipeHint}
            read={readBrokerUrl}
            apply={(before, url) => withPipe(before, { url })}
          />
          <DraftField
            pointer={`${PLACE}/user`}
            label={publish.user}
            value={pipe.user ?? ""}
            lengthMax={255}
            hint={server.pipeUserHint}
            read={readPipeUser}
            apply={(before, user) => withPipe(before, { user })}
          />
          <SecretField
            id={idOf(`${PLACE}/password`)}
            label={publish.password}
            value={pipe.password ?? ""}
            lengthMax={255}
            message={messageAt(`${PLACE}/password`)}
            onTyped={(text) =>
              edit((before) => withPipe(before, { password: text === "" ? undefined : text }))
            }
            onRemove={() => edit((before) => withPipe(before, { password: undefined }))}
          />
        </div>
      )}
    </>
  );
}

function withPipe(
  before: GatewayConfig,
  part: { readonly [K in keyof PipeConfig]?: PipeConfig[K] | undefined },
): GatewayConfig {
  const pipe = before.server?.pipe;
  if (pipe === undefined) return before;
  return withServer(before, { pipe: patched<PipeConfig>(pipe, part) });
}

/** Whether the server may show this gateway's page; set in front of the gateway and nowhere else. */

import type { ServerConfig } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { edit } from "../state/config-state.ts";
import { withServer } from "./server-draft.ts";

/** The switch; without commands nobody could ask for a tunnel. */
export function TunnelSwitch({ of }: { readonly of: ServerConfig }) {
  const { tunnel: texts } = allWords.value;
  const mayAsk = of.commands !== false;
  return (
    <div>
      <SwitchField
        label={texts.on}
        checked={mayAsk && of.tunnel === true}
        disabled={!mayAsk}
        onCheck={(on) => edit((before) => withServer(before, { tunnel: on ? true : undefined }))}
      />
      <p class="small muted">{texts.hint}</p>
    </div>
  );
}

/** Paragraph 1: the network of the box, which is saved by itself, and the port of the pages. */

import type { GatewayConfig } from "@mega/contract";
import { SwitchField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { patched } from "../draft/document.ts";
import { mayBePort } from "../draft/rules.ts";
import { NetworkFields } from "../network/network-fields.tsx";
import { edit } from "../state/config-state.ts";
import { DraftField } from "./draft-field.tsx";
import { Paragraph } from "./paragraph.tsx";

type WebConfig = NonNullable<GatewayConfig["web"]>;

/** The paragraph. */
export function NetworkParagraph({ of }: { readonly of: GatewayConfig }) {
  const { config } = allWords.value;
  const web = of.web ?? {};
  return (
    <Paragraph no={1} title={config.network}>
      <NetworkFields />
      <div class="fs">
        <DraftField
          pointer="/web/port"
          label={config.port}
          value={web.port === undefined ? "" : String(web.port)}
          inputMode="numeric"
          placeholder="8082"
          hint={config.webNote}
          read={mayBePort}
          apply={(before, port) => withWeb(before, { port })}
        />
        <div class="field sp2">
          <span class="label">{config.pages}</span>
          <SwitchField
            label={config.plainHttp}
            checked={web.plainHttp === true}
            onCheck={(on) => edit((before) => withWeb(before, { plainHttp: on || undefined }))}
          />
        </div>
      </div>
    </Paragraph>
  );
}

function withWeb(
  before: GatewayConfig,
  part: { readonly [K in keyof WebConfig]?: WebConfig[K] | undefined },
): GatewayConfig {
  const web = patched<WebConfig>(before.web ?? {}, part);
  return patched<GatewayConfig>(before, { web: Object.keys(web).length === 0 ? undefined : web });
}

/** Paragraph 2: where the building is called what, which model this is, its rounds and language. */

import type { GatewayConfig } from "@mega/contract";
import { LOCATION_LENGTH_MAX } from "@mega/domain";
import { type Language, languageNames, languages } from "@mega/locale";
import { useState } from "preact/hooks";
import { ChoiceField } from "../../form/choice-field.tsx";
import { TextField } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { gateway } from "../../state/session.ts";
import { patched } from "../draft/document.ts";
import { readLocation } from "../draft/rules.ts";
import { edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { DraftField, idOf } from "./draft-field.tsx";
import { fileNameOf } from "./file-name.ts";
import { Paragraph } from "./paragraph.tsx";

const models = ["MEGA16", "MEGA32", "MEGA64", "MEGA128"] as const;
const intervals = [15, 30, 60] as const;

/** The paragraph. */
export function PlaceParagraph({ of }: { readonly of: GatewayConfig }) {
  const { config, shell } = allWords.value;
  const [location, setLocation] = useState(of.building.name);
  const intervalMinutes = of.rounds?.intervalMinutes ?? 60;
  return (
    <Paragraph no={2} title={config.place} note={config.placeNote}>
      <div class="fs">
        <DraftField
          pointer="/building/name"
          class="sp2"
          label="LOCATION"
          value={of.building.name}
          read={readLocation}
          apply={(before, name) => ({ ...before, building: { ...before.building, name } })}
          lengthMax={LOCATION_LENGTH_MAX}
          counted
          hint={fileNameOf(location)}
          onKey={setLocation}
        />
        <ChoiceField
          id={idOf("/gateway/model")}
          label={config.model}
          value={of.gateway.model}
          options={models.map((model) => [model, config.modelOf(model, model.slice(4))])}
          message={messageAt("/gateway/model")}
          onChoose={(chosen) => {
            const model = models.find((one) => one === chosen);
            if (model !== undefined)
              edit((before) => ({ ...before, gateway: { ...before.gateway, model } }));
          }}
        />
        <ChoiceField
          id={idOf("/gateway/language")}
          label={shell.language}
          value={of.gateway.language ?? "fr"}
          options={languages.map((code) => [code, languageNames[code]])}
          onChoose={(chosen) =>
            edit((before) => ({
              ...before,
              gateway: { ...before.gateway, language: chosen as Language },
            }))
          }
        />
        <ChoiceField
          id={idOf("/rounds/intervalMinutes")}
          label={config.rounds}
          value={String(intervalMinutes)}
          options={intervals.map((minutes) => [String(minutes), config.every(String(minutes))])}
          onChoose={(chosen) => {
            const minutes = intervals.find((one) => String(one) === chosen);
            edit((before) =>
              patched<GatewayConfig>(before, {
                rounds: minutes === undefined ? undefined : { intervalMinutes: minutes },
              }),
            );
          }}
        />
        <TextField
          id="gateway-mac"
          label="MAC"
          shown={gateway.value?.mac ?? ""}
          readOnly
          onTyped={() => undefined}
        />
      </div>
    </Paragraph>
  );
}

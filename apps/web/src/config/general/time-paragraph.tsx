/** Paragraph 4: the zone in which days and months begin, with what its clocks do next. */

import type { GatewayConfig } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { gatewayNowMs } from "../../api/request.ts";
import { type Choice, SearchPicker } from "../../form/search-picker.tsx";
import { Field } from "../../form/text-field.tsx";
import { allWords } from "../../state/all-words.ts";
import { language } from "../../state/session.ts";
import { nextChange, offsetText } from "../../time/zone-change.ts";
import { patched } from "../draft/document.ts";
import { readHosts } from "../draft/rules.ts";
import { edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";
import { TimeTest } from "../tests/time-test.tsx";
import { DraftField, idOf } from "./draft-field.tsx";
import { Paragraph } from "./paragraph.tsx";

/** The paragraph. */
export function TimeParagraph({ of }: { readonly of: GatewayConfig }) {
  const { config } = allWords.value;
  const zone = of.building.timeZone ?? "Europe/Brussels";
  const nowMs = gatewayNowMs() ?? 0;
  const id = idOf("/building/timeZone");
  const servers = of.time?.servers;
  return (
    <Paragraph no={4} title={config.time} note={changeNote(nowMs, zone)}>
      <div class="fs">
        <Field
          id={id}
          class="sp2"
          label={config.timeZone}
          message={messageAt("/building/timeZone")}
          hint={config.zoneNow(formatDateTime(nowMs, zone, language.value))}
        >
          <SearchPicker
            id={id}
            name={config.timeZone}
            shown={`(GMT${offsetText(nowMs, zone)}) ${zone.replaceAll("_", " ")}`}
            value={zone}
            choices={zoneChoices}
            onPick={(timeZone) =>
              edit((before) => ({ ...before, building: { ...before.building, timeZone } }))
            }
          />
        </Field>
        <DraftField
          pointer="/time/servers"
          class="sp2"
          label={config.timeServers}
          value={servers?.join(", ")}
          placeholder="0.be.pool.ntp.org"
          hint={config.timeServersHint}
          read={readHosts}
          apply={(before, names) =>
            patched<GatewayConfig>(before, {
              time: names === undefined ? undefined : { servers: names },
            })
          }
        />
      </div>
      <TimeTest {...(servers === undefined ? {} : { servers })} />
    </Paragraph>
  );
}

function changeNote(nowMs: number, zone: string): string {
  const { config } = allWords.value;
  const atMs = nextChange(nowMs, zone);
  if (atMs === null) return config.noChange;
  const at = formatDateTime(atMs, zone, language.value);
  const forward = offsetText(atMs, zone) > offsetText(atMs - 1000, zone);
  return forward ? config.summerFrom(at) : config.winterFrom(at);
}

function zoneChoices(): readonly Choice[] {
  const nowMs = gatewayNowMs() ?? 0;
  return Intl.supportedValuesOf("timeZone").map((zone) => {
    const text = zone.replaceAll("_", " ");
    const more = `GMT${offsetText(nowMs, zone)}`;
    return { value: zone, text, more, found: `${text} ${zone} ${more}`.toLowerCase() };
  });
}

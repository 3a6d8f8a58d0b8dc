/** One line: its name, how it is reached, and what its serial port is set to. */

import type { GatewayConfig } from "@mega/contract";
import { ChoiceField } from "../../form/choice-field.tsx";
import { allWords } from "../../state/all-words.ts";
import {
  type LineConfig,
  type LineList,
  linkKinds,
  metersOn,
  removeLine,
  renameLine,
  withLink,
  withLinkKind,
} from "../draft/links.ts";
import { readDevicePath, readHost, readId, readPort } from "../draft/rules.ts";
import { DraftField, idOf } from "../general/draft-field.tsx";
import { dropSlips, edit } from "../state/config-state.ts";
import { messageAt } from "../state/messages.ts";

const speeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
const formats = {
  buses: ["8N1", "8N2", "8E1", "8E2", "8O1", "8O2"],
  p1Ports: ["8N1", "7E1"],
} as const;

interface LineFieldsProps {
  readonly of: GatewayConfig;
  readonly list: LineList;
  readonly index: number;
  readonly line: LineConfig;
}

/** The fields of a line. */
export function LineFields({ of, list, index, line }: LineFieldsProps) {
  const { config } = allWords.value;
  const place = `/${list}/${index}`;
  const used = metersOn(of, list, line.id);
  const what = list === "buses" ? config.bus : config.p1Port;
  return (
    <fieldset class="line-fields">
      <legend class="vh">{`${what} ${line.id}`}</legend>
      <div class="fs">
        <DraftField
          pointer={`${place}/id`}
          label={`${what} · ${config.shortName}`}
          value={line.id}
          read={readId}
          apply={(before, id) => renameLine(before, list, index, id)}
        />
        <ChoiceField
          id={idOf(`${place}/link/kind`)}
          label={config.linkKind}
          value={line.link.kind}
          options={linkKinds[list].map((kind) => [kind, config.linkKinds[kind]])}
          message={messageAt(place) ?? messageAt(`${place}/link`)}
          onChoose={(kind) => {
            dropSlips(`${place}/link/`);
            edit((before) => withLinkKind(before, list, index, kind));
          }}
        />
        {line.link.kind === "tty" ? (
          <SerialFields list={list} index={index} link={line.link} />
        ) : (
          <PeerFields list={list} index={index} link={line.link} />
        )}
        <div class="field line-end">
          <button
            type="button"
            class="btn btn--quiet"
            disabled={used > 0}
            aria-label={config.removeOne(line.id)}
            onClick={() => {
              dropSlips(`/${list}/`);
              edit((before) => removeLine(before, list, index));
            }}
          >
            {config.remove}
          </button>
          <small>{config.metersOn(String(used))}</small>
        </div>
      </div>
    </fieldset>
  );
}

interface LinkProps<K extends string> {
  readonly list: LineList;
  readonly index: number;
  readonly link: Extract<LineConfig["link"], { readonly kind: K }>;
}

function SerialFields({ list, index, link }: LinkProps<"tty">) {
  const { config } = allWords.value;
  const place = `/${list}/${index}/link`;
  const usual = list === "p1Ports" ? (link.format === "7E1" ? 9600 : 115_200) : 9600;
  return (
    <>
      <DraftField
        pointer={`${place}/path`}
        label={config.device}
        value={link.path}
        placeholder="/dev/ttyUSB0"
        read={readDevicePath}
        apply={(before, path) => withLink(before, list, index, { path })}
        hint={config.deviceHint}
      />
      <ChoiceField
        id={idOf(`${place}/baud`)}
        label={config.speed}
        value={String(link.baud ?? usual)}
        options={speeds.map((speed) => [String(speed), `${speed} bit/s`])}
        onChoose={(speed) =>
          edit((before) => withLink(before, list, index, { baud: Number(speed) }))
        }
      />
      <ChoiceField
        id={idOf(`${place}/format`)}
        label={config.format}
        value={link.format ?? "8N1"}
        options={formats[list].map((format) => [format, format])}
        onChoose={(format) => edit((before) => withLink(before, list, index, { format }))}
      />
    </>
  );
}

function PeerFields({ list, index, link }: LinkProps<"rtu-over-tcp" | "modbus-tcp" | "tcp">) {
  const { config } = allWords.value;
  const place = `/${list}/${index}/link`;
  return (
    <>
      <DraftField
        pointer={`${place}/host`}
        label={config.host}
        value={link.host}
        placeholder="192.168.0.30"
        read={readHost}
        apply={(before, host) => withLink(before, list, index, { host })}
      />
      <DraftField
        pointer={`${place}/port`}
        label={config.port}
        value={String(link.port)}
        inputMode="numeric"
        read={readPort}
        apply={(before, port) => withLink(before, list, index, { port })}
      />
    </>
  );
}

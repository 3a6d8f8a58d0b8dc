/** How the figures leave the page: clipboard, files made by the gateway, paper. */

import type { CountersTable } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { Chevron } from "../shell/icons.tsx";
import { Popover } from "../shell/popover.tsx";
import { language, words } from "../state/session.ts";
import { choices } from "./choices.ts";
import { copyTable } from "./copy-table.ts";
import { csvAddress, documentAddress, jsonAddress } from "./files.ts";

const SAID_FOR_MS = 4_000;

interface ExportsProps {
  readonly table: CountersTable;
  /** On a phone everything stands in one sheet. */
  readonly narrow: boolean;
}

/** The buttons, or on a phone the sheet. */
export function Exports({ table, narrow }: ExportsProps) {
  const { counters } = words.value;
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => void copyTable().then(setSaid);
  return (
    <>
      <span class="scope copied" aria-hidden="true">
        {said}
      </span>
      {narrow ? (
        <Sheet table={table} onCopy={copy} />
      ) : (
        <fieldset class="group">
          <legend class="vh">{counters.exporting}</legend>
          <button type="button" class="btn" onClick={copy}>
            {counters.copy}
          </button>
          <a class="btn" href={documentOf(table, "xlsx")} download>
            {counters.excel}
          </a>
          <a class="btn" href={jsonAddress(table, choices.value)} download>
            {counters.json}
          </a>
          <Popover
            label={
              <>
                {counters.csv} <Chevron to="down" />
              </>
            }
          >
            {(close) => (
              <ul class="menu">
                <CsvItems table={table} onDone={close} />
              </ul>
            )}
          </Popover>
          <a class="btn" href={documentOf(table, "pdf")} download>
            {counters.pdf}
          </a>
          <button type="button" class="btn" onClick={() => print()}>
            {counters.print}
          </button>
        </fieldset>
      )}
    </>
  );
}

function Sheet(props: { readonly table: CountersTable; readonly onCopy: () => void }) {
  const { counters } = words.value;
  return (
    <Popover label={`${counters.exporting}…`}>
      {(close) => {
        const after = (act: () => void) => () => {
          close();
          act();
        };
        return (
          <ul class="menu">
            <li>
              <button type="button" onClick={after(props.onCopy)}>
                {counters.copy}
              </button>
            </li>
            <li>
              <a href={documentOf(props.table, "xlsx")} download onClick={close}>
                {counters.excel}
              </a>
            </li>
            <li>
              <a href={jsonAddress(props.table, choices.value)} download onClick={close}>
                {counters.json}
              </a>
            </li>
            <CsvItems table={props.table} onDone={close} />
            <li>
              <a href={documentOf(props.table, "pdf")} download onClick={close}>
                {counters.pdf}
              </a>
            </li>
            <li>
              <button type="button" onClick={after(() => print())}>
                {counters.print}
              </button>
            </li>
          </ul>
        );
      }}
    </Popover>
  );
}

function documentOf(table: CountersTable, extension: "xlsx" | "pdf"): string {
  return documentAddress(table, choices.value, { extension, language: language.value });
}

function CsvItems(props: { readonly table: CountersTable; readonly onDone: () => void }) {
  const { counters } = words.value;
  const forms = [
    ["excel-be", "wide", counters.csvExcelWide],
    ["excel-be", "long", counters.csvExcelLong],
    ["rfc4180", "wide", counters.csvPlainWide],
    ["rfc4180", "long", counters.csvPlainLong],
  ] as const;
  return (
    <>
      {forms.map(([dialect, shape, text]) => (
        <li key={text}>
          <a
            href={csvAddress(props.table, choices.value, {
              dialect,
              shape,
              language: language.value,
            })}
            download
            onClick={props.onDone}
          >
            CSV: {text}
          </a>
        </li>
      ))}
    </>
  );
}

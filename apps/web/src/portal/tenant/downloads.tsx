/** Files of what the pages show: the server limits them as it limits the pages. */

import { query } from "../../api/request.ts";
import { language, online } from "../../state/session.ts";
import { PORTAL_PREFIX } from "../api/session-client.ts";
import { tenantWords } from "../state/words.ts";

interface DownloadsProps {
  readonly gatewayId: number;
  /** One channel, or all of the person's there. */
  readonly channelNo?: number;
  /** Named where a person has meters in several buildings. */
  readonly building?: string;
}

/** The links; a sentence instead of them without a connection. */
export function Downloads({ gatewayId, channelNo, building }: DownloadsProps) {
  const said = tenantWords.value;
  const id = `files-${gatewayId}`;
  const part = { channels: channelNo === undefined ? undefined : String(channelNo) };
  const form = { ...part, language: language.value };
  const files = [
    ["PDF", `export.pdf${query(form)}`],
    ["Excel", `export.xlsx${query(form)}`],
    [said.spreadsheet, `export.csv${query({ ...form, dialect: "excel-be", shape: "long" })}`],
    ["JSON", `export.json${query(part)}`],
  ] as const;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>
        {said.downloads}
        {building === undefined ? "" : ` · ${building}`}
      </h2>
      <p class="soft">{online.value ? said.downloadsLead : said.downloadsOffline}</p>
      {online.value ? (
        <p class="row">
          {files.map(([name, file]) => (
            <a
              key={name}
              class="btn"
              href={`${PORTAL_PREFIX}/gateways/${gatewayId}/${file}`}
              download
            >
              {name}
            </a>
          ))}
        </p>
      ) : null}
    </section>
  );
}

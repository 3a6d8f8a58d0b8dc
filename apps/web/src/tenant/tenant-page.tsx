/** The page at "/me": a tenant's own channels, his months, his data, his choice about hours. */

import { csvAddress, documentAddress, jsonAddress } from "../counters/files.ts";
import { allWords } from "../state/all-words.ts";
import { account } from "../state/login.ts";
import { table, tableFailure } from "../state/readings.ts";
import { gateway, language } from "../state/session.ts";
import { choicesOf } from "../table/table-view.ts";
import "../styles/channel.css";
import "../styles/tenant.css";
import { ChannelCard } from "./channel-card.tsx";
import { HourlyCard } from "./hourly-card.tsx";

/** The page. */
export function TenantPage() {
  const { shell, tenant } = allWords.value;
  const shown = table.value;
  const rows = (shown?.rows ?? []).filter(({ used }) => used);
  return (
    <main id="main" class="main own-page" tabIndex={-1}>
      <div class="hi">
        <h1>{tenant.hello(account.value?.name ?? "")}</h1>
        <p>{gateway.value?.location}</p>
      </div>
      {shown === null ? <p class="empty">{tableFailure.value ?? shell.loading}</p> : null}
      {shown !== null && rows.length === 0 ? <p class="empty">{tenant.nothing}</p> : null}
      {shown === null
        ? null
        : rows.map((row) => <ChannelCard key={row.channelNo} row={row} table={shown} />)}
      {rows.length === 0 ? null : <Downloads />}
      <HourlyCard />
    </main>
  );
}

/** Files of what the page shows: the gateway limits them as it limits the page. */
function Downloads() {
  const { counters, tenant } = allWords.value;
  const shown = table.value;
  if (shown === null) return null;
  const all = choicesOf(new URLSearchParams({ show: "all" }));
  const form = { language: language.value };
  const files = [
    ["Excel", documentAddress(shown, all, { extension: "xlsx", ...form })],
    ["PDF", documentAddress(shown, all, { extension: "pdf", ...form })],
    [counters.csv, csvAddress(shown, all, { dialect: "excel-be", shape: "long", ...form })],
    ["JSON", jsonAddress(shown, all)],
  ] as const;
  return (
    <section class="card" aria-labelledby="own-data">
      <h2 id="own-data">{tenant.downloads}</h2>
      <p class="row">
        {files.map(([name, address]) => (
          <a key={name} class="btn" href={address} download>
            {name}
          </a>
        ))}
      </p>
    </section>
  );
}

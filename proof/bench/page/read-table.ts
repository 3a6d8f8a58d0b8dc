// The table of COUNTERS as the gateway tells it, when every channel stands in it with its year.

import { API_PREFIX, type CountersTable } from "@mega/contract";

/** Channels of the largest model. */
export const CHANNELS = 128;
const MONTHS = 12;

/** Asks with the cookie of the owner; throws where the page would have less to draw than it claims. */
export async function readTable(url: string, cookie: string): Promise<CountersTable> {
  const answer = await fetch(new URL(`${API_PREFIX}/counters`, url), { headers: { cookie } });
  if (!answer.ok) throw new Error(`The table was refused: ${answer.status}`);
  const table = (await answer.json()) as CountersTable;
  const read = table.rows.filter(({ used, logTime }) => used && logTime !== null).length;
  if (read < CHANNELS || table.months.length < MONTHS) {
    throw new Error(
      `The table has ${read} channels with readings and ${table.months.length} months, ` +
        `not ${CHANNELS} and ${MONTHS}`,
    );
  }
  return table;
}

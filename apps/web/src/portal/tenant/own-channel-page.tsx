/** The page of one channel of a tenant: days, hours where he chose them, his months and his files. */

import type { CountersTable, Me } from "@mega/contract";
import { formatLongDate, formatMonth } from "@mega/locale";
import { spanText } from "../../channel/span.ts";
import { address, inside, setParams } from "../../state/address.ts";
import { language, words } from "../../state/session.ts";
import "../../styles/channel.css";
import "../../styles/tenant.css";
import "../styles/tenant.css";
import { nowMs } from "../state/now.ts";
import { useOwn } from "../state/own-answers.ts";
import { tenantWords } from "../state/words.ts";
import { Index, sinceOf } from "./channel-card.tsx";
import { DaysCard } from "./days-card.tsx";
import { Downloads } from "./downloads.tsx";
import { type OwnChannel, ownChannels } from "./own-channels.ts";
import { useOwnTable } from "./own-figures.ts";
import { ownSpan } from "./own-span.ts";
import { StayLine } from "./stay-line.tsx";

interface OwnChannelPageProps {
  readonly gatewayId: number;
  readonly channelNo: number;
}

/** The page; whoever has no stay behind the channel is told so. */
export function OwnChannelPage({ gatewayId, channelNo }: OwnChannelPageProps) {
  const { answer: me, failure } = useOwn<Me>("/me");
  const { answer: table, failure: tableFailure } = useOwnTable({ gatewayId, channelNo });
  const said = tenantWords.value;
  const own = ownChannels(me?.stays ?? [], nowMs()).find(
    (one) => one.gatewayId === gatewayId && one.channelNo === channelNo,
  );
  const why = failure ?? (me !== null && own === undefined ? said.nothing : tableFailure);
  return (
    <main id="main" class="main own-page" tabIndex={-1}>
      <p class="crumb">
        <a href={inside("/me")} data-inside>
          {said.back}
        </a>
      </p>
      {me === null || own === undefined || table === null ? (
        <>
          <h1>{said.channel(String(channelNo))}</h1>
          <p class="empty">{why ?? words.value.shell.loading}</p>
        </>
      ) : (
        <Whole own={own} me={me} table={table} />
      )}
    </main>
  );
}

interface WholeProps {
  readonly own: OwnChannel;
  readonly me: Me;
  readonly table: CountersTable;
}

function Whole({ own, me, table }: WholeProps) {
  const said = tenantWords.value;
  const { timeZone } = table;
  const row = table.rows.find(({ channelNo }) => channelNo === own.channelNo);
  const [counter] = row?.counters ?? [];
  if (row === undefined || counter === undefined) return <p class="empty">{said.notYet}</p>;
  const isOver = own.state === "over";
  const endMs = Date.parse((isOver ? own.stays[0]?.to : null) ?? table.generatedAt);
  const shown = ownSpan({
    params: address.value.params,
    lastMs: endMs - 1,
    firstMs: Date.parse(sinceOf(own, row)),
    timeZone,
    hourly: me.hourly,
  });
  const { span } = shown;
  const title =
    span.bucket === "hour"
      ? formatLongDate(span.fromMs, timeZone, language.value)
      : formatMonth(span.day.slice(0, 7), language.value, "long");
  return (
    <>
      <div class="hi">
        <h1>
          {words.value.states.media[row.medium ?? "electricity"]}
          {row.name === "" ? "" : ` · ${row.name}`}
        </h1>
        <p>{own.building}</p>
        <StayLine own={own} timeZone={timeZone} />
      </div>
      <section class="card own" aria-labelledby="own-days">
        <Index counter={counter} timeZone={timeZone} isOver={isOver} />
        <div class="own-nav">
          <h2 id="own-days">{title}</h2>
          {me.hourly ? <Buckets bucket={span.bucket} /> : null}
          <Steps before={shown.before} after={shown.after} isHour={span.bucket === "hour"} />
        </div>
        <DaysCard
          own={own}
          span={span}
          counter={counter}
          medium={row.medium}
          name={spanText(span, timeZone, language.value)}
        />
        {me.hourly ? null : <p class="soft small">{said.hourlyHidden}</p>}
      </section>
      <Downloads gatewayId={own.gatewayId} channelNo={own.channelNo} />
    </>
  );
}

/** Days of a month, or hours of a day. */
function Buckets({ bucket }: { readonly bucket: string }) {
  const said = tenantWords.value;
  const options = [
    ["day", said.byDay],
    ["hour", said.byHour],
  ] as const;
  return (
    <fieldset class="seg">
      <legend class="vh">{said.unit}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            name="p"
            value={option}
            checked={option === bucket}
            onChange={() => setParams({ p: option === "day" ? null : option, d: null })}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface StepsProps {
  readonly before: string | null;
  readonly after: string | null;
  readonly isHour: boolean;
}

/** To the month or day before and after, as far as the stay goes. */
function Steps({ before, after, isHour }: StepsProps) {
  const said = tenantWords.value;
  const steps = [
    { sign: "‹", name: isHour ? said.dayBefore : said.earlier, day: before },
    { sign: "›", name: isHour ? said.dayAfter : said.later, day: after },
  ];
  return (
    <span class="group">
      {steps.map(({ sign, name, day }) => (
        <button
          key={sign}
          type="button"
          class="btn btn--icon"
          aria-label={name}
          disabled={day === null}
          onClick={() => setParams({ d: day })}
        >
          {sign}
        </button>
      ))}
    </span>
  );
}

/** What a channel rests on: the meter, the evidence of its newest reading, its counting periods. */

import type { ChannelDetail } from "@mega/contract";
import { formatCount, formatDateTime, formatDecimal, formatQuantity } from "@mega/locale";
import type { ComponentChild } from "preact";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { meterName } from "../table/meter-name.ts";
import { placeText } from "./place-text.ts";
import { rawText } from "./raw-text.ts";

/** More hex digits than these may scroll, so the keyboard must reach them. */
const LONG_HEX = 300;

interface CardProps {
  readonly detail: ChannelDetail;
}

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The meter and where it is; `exchange` is the button that records an exchange. */
export function MeterCard({ detail, exchange }: CardProps & { readonly exchange: ComponentChild }) {
  const { channel, states } = allWords.value;
  const { meter, medium } = detail.channel;
  return (
    <section class="card" aria-labelledby="meter-title">
      <h2 id="meter-title">{channel.facts}</h2>
      {meter === null ? (
        <p class="soft">{channel.unusedChannel}</p>
      ) : (
        <>
          <dl class="pairs">
            <dt>{channel.model}</dt>
            <dd>{meterName(meter, allWords.value)}</dd>
            <dt>{channel.medium}</dt>
            <dd>{medium === null ? "—" : states.media[medium]}</dd>
            <dt>{channel.address}</dt>
            <dd>{placeText(meter.address, allWords.value)}</dd>
            <dt>{channel.serial}</dt>
            <dd>{meter.serialNumber ?? channel.noSerial}</dd>
            <dt>{channel.profile}</dt>
            <dd class="mono">{meter.profileId}</dd>
          </dl>
          {meter.profileStatus === "generic" ? (
            <p class="banner banner--warn note">{channel.generic}</p>
          ) : null}
          {detail.tenancies.length === 0 ? null : exchange}
        </>
      )}
    </section>
  );
}

/** The newest reading as it came. */
export function EvidenceCard({ detail }: CardProps) {
  const { channel, counters, states } = allWords.value;
  if (detail.evidence.length === 0) return null;
  const last = detail.evidence.length - 1;
  return (
    <section class="card" aria-labelledby="evidence-title">
      <h2 id="evidence-title">{channel.evidence}</h2>
      {detail.evidence.map((reading, index) => (
        <div key={reading.counterNo} class="proof">
          <h3 class="small">{counters.index(String(reading.counterNo))}</h3>
          <dl class="pairs">
            <dt>{channel.takenAt}</dt>
            <dd>{written(reading.takenAt)}</dd>
            <dt>{channel.status}</dt>
            <dd>
              <span class={reading.status === "accepted" ? "st st--ok" : "st st--bad"}>
                {reading.reason === null
                  ? states.itemStatus[reading.status]
                  : states.reasons[reading.reason]}
              </span>
            </dd>
            <dt>{channel.count}</dt>
            <dd>
              {reading.count === null ? "—" : formatDecimal(String(reading.count), language.value)}
            </dd>
            {reading.seq === null ? null : (
              <>
                <dt>{channel.ledgerHead}</dt>
                <dd>{channel.entry(formatCount(reading.seq, language.value))}</dd>
              </>
            )}
          </dl>
          {index < last && detail.evidence[index + 1]?.rawHex === reading.rawHex ? null : (
            <RawBytes hex={reading.rawHex} />
          )}
        </div>
      ))}
    </section>
  );
}

function RawBytes({ hex }: { readonly hex: string }) {
  const { channel } = allWords.value;
  const long = hex.length > LONG_HEX;
  return (
    <p class="frame" {...(long ? { tabIndex: 0, role: "group", "aria-label": channel.raw } : {})}>
      {long ? null : <span class="vh">{channel.raw}: </span>}
      <span aria-hidden="true">← </span>
      {hex === "" ? channel.noRaw : rawText(hex)}
    </p>
  );
}

/** The counting periods, newest first. */
export function TenancyCard({ detail }: CardProps) {
  const { channel, counters } = allWords.value;
  return (
    <section class="card" aria-labelledby="tenancy-title">
      <h2 id="tenancy-title">{channel.tenancies}</h2>
      {detail.tenancies.length === 0 ? <p class="soft">{channel.noTenancy}</p> : null}
      <ol class="time">
        {detail.tenancies.map((tenancy) => (
          <li key={tenancy.tenancyId} class={tenancy.endedAt === null ? "a" : ""}>
            <div>
              <h3>
                {written(tenancy.startedAt)} –{" "}
                {tenancy.endedAt === null ? channel.running : written(tenancy.endedAt)}
              </h3>
              {tenancy.openings.map((opening) => (
                <p key={opening.counterNo}>
                  {tenancy.openings.length > 1
                    ? `${counters.index(String(opening.counterNo))}, `
                    : ""}
                  {channel.openingIndex(
                    formatQuantity(opening.index, opening.unit, language.value),
                  )}
                </p>
              ))}
              {tenancy.seq === null ? null : (
                <p>{channel.entry(formatCount(tenancy.seq, language.value))}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

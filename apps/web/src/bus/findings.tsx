/** What the figures mean, the worst first: a sentence, a next step, and the way to it. */

import type { BusFinding, BusHealth } from "@mega/contract";
import { setParams } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { mayInstall } from "../state/rights.ts";
import { channelNames, clock, count, percent, written } from "./bus-figures.ts";
import { testedMeter } from "./tested-meter.ts";

/** The list of findings. */
export function Findings({ health }: { readonly health: BusHealth }) {
  const { bus } = allWords.value;
  return (
    <ul class="card find" aria-label={bus.findings}>
      {health.findings.map((finding) => (
        <Finding
          key={`${finding.code} ${finding.channels.join()}`}
          finding={finding}
          health={health}
        />
      ))}
    </ul>
  );
}

function Finding({
  finding,
  health,
}: {
  readonly finding: BusFinding;
  readonly health: BusHealth;
}) {
  const { bus } = allWords.value;
  const said = bus.finding[finding.code];
  const figures = figuresOf(finding, health);
  const step = said.step(figures);
  return (
    <li>
      <span class={`st st--${finding.severity}`}>
        <span class="vh">{bus.severities[finding.severity]}</span>
      </span>
      <div>
        <h2>{said.title(figures)}</h2>
        {step === "" ? null : <p>{step}</p>}
      </div>
      <NextStep finding={finding} health={health} />
    </li>
  );
}

function NextStep({
  finding,
  health,
}: {
  readonly finding: BusFinding;
  readonly health: BusHealth;
}) {
  const { bus } = allWords.value;
  const [channelNo] = finding.channels;
  if (finding.severity === "ok") return null;
  const one = finding.code === "silent" || finding.code === "refuses";
  if (one && channelNo !== undefined && !mayInstall()) return null;
  if (one && channelNo !== undefined) {
    return (
      <button
        type="button"
        class="btn"
        onClick={() => {
          testedMeter.value = { kind: "channel", channelNo };
        }}
      >
        {bus.testMeter(`CH${channelNo}`)}
      </button>
    );
  }
  if (!["spoilt", "spoilt-from", "all-spoilt", "address-shared", "late"].includes(finding.code))
    return null;
  const meter = health.meters.find(({ channels }) =>
    channels.some((channel) => channel.channelNo === channelNo),
  );
  return (
    <button
      type="button"
      class="btn"
      onClick={() => {
        setParams({ address: meter === undefined ? null : String(meter.address) });
        document.getElementById("frames")?.focus();
      }}
    >
      {bus.seeFrames}
    </button>
  );
}

/** Every figure a sentence may use, written; "" where there is none. */
function figuresOf({ channels, params }: BusFinding, health: BusHealth) {
  const whole = (name: string) => {
    const value = params[name];
    return value === undefined ? "" : count(Number(value));
  };
  const time = (name: string) => {
    const value = params[name];
    return value === undefined ? "" : written(Number(value));
  };
  const { since, addresses = "", after = "", fault = "", permille } = params;
  return {
    channels: channels.length > 0 ? channelNames(channels) : nameless(addresses),
    since: since === undefined ? "" : clock(since),
    attempts: whole("attempts"),
    failed: whole("failed"),
    addresses,
    after,
    late: whole("late"),
    fastest: time("fastestMs"),
    share: permille === undefined ? "" : `${percent(Number(permille))} %`,
    meters: whole("meters"),
    limit: time("limitMs"),
    round: params["roundTookMs"] === undefined ? "" : written(health.roundTookMs),
    fault: fault === "" || /[.!?]$/.test(fault) ? fault : `${fault}.`,
  };
}

function nameless(addresses: string): string {
  return addresses === "" ? "" : allWords.value.bus.address(addresses);
}

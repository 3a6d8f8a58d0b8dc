/** Figures of channels in base units: joules, cubic metres, watts. Pure. */

import { type Decimal, decimalText, type Quantity, type Unit } from "@mega/domain";
import type { Family, Labels, Sample } from "@mega/http";
import type { ChannelFacts, CounterFacts } from "../figures/channel-facts.ts";

/** 1 kWh = 3 600 000 J, exactly; 1 kvarh likewise in var·s. */
const basePerUnit: Readonly<Record<Unit, bigint>> = {
  kWh: 3_600_000n,
  MWh: 3_600_000_000n,
  GJ: 1_000_000_000n,
  kvarh: 3_600_000n,
  m3: 1n,
};

/** The families of the channels; powers by meter, W. */
export function meterFamilies(
  channels: readonly ChannelFacts[],
  powers: ReadonlyMap<string, Decimal>,
): readonly Family[] {
  const energy = samplesOf(channels, ["kWh", "MWh", "GJ"], (counter) => ({
    counter: counter.counterId,
    direction: /^export/.test(counter.counterId) ? "export" : "import",
    type: counter.medium,
  }));
  const byCounter = ({ counterId, medium }: CounterFacts) => ({ counter: counterId, medium });
  return [
    {
      kind: "counter",
      name: "mega_meter_energy_joules_total",
      help: "Energy counted, running on over meter exchanges.",
      samples: energy,
    },
    {
      kind: "counter",
      name: "mega_meter_volume_cubic_meters_total",
      help: "Volume counted, running on over meter exchanges.",
      samples: samplesOf(channels, ["m3"], byCounter),
    },
    {
      kind: "counter",
      name: "mega_meter_reactive_energy_var_seconds_total",
      help: "Reactive energy counted, running on over meter exchanges.",
      samples: samplesOf(channels, ["kvarh"], byCounter),
    },
    {
      kind: "gauge",
      name: "mega_meter_power_watts",
      help: "Power at the newest reading, taken less given.",
      samples: channels.flatMap(({ channelNo, meterId }) => {
        const power = powers.get(meterId);
        return power === undefined ? [] : [sample({ channel: channelNo }, decimalText(power))];
      }),
    },
    {
      kind: "gauge",
      name: "mega_meter_last_reading_timestamp_seconds",
      help: "When the meter was last read.",
      samples: channels.flatMap(({ channelNo, counters }) => {
        const taken = counters.flatMap(({ running }) => running?.takenAtMs ?? []);
        if (taken.length === 0) return [];
        const atMs = Math.min(...taken);
        return [sample({ channel: channelNo }, decimalText({ amount: atMs, decimals: 3 }))];
      }),
    },
    {
      kind: "gauge",
      name: "mega_meter_state",
      help: "1 for the state the channel is in: ok, late, silent, quarantined or never.",
      samples: channels.map(({ channelNo, state }) => sample({ channel: channelNo, state }, "1")),
    },
  ];
}

function samplesOf(
  channels: readonly ChannelFacts[],
  units: readonly Unit[],
  labelsOf: (counter: CounterFacts) => Labels,
): Sample[] {
  return channels.flatMap(({ channelNo, counters }) =>
    counters.flatMap((counter) => {
      const index = counter.running?.index;
      if (index === undefined || !units.includes(index.unit)) return [];
      return [sample({ channel: channelNo, ...labelsOf(counter) }, inBaseUnit(index))];
    }),
  );
}

/** Exact, whatever the size: 9634.865 kWh is 34685514000 J. */
function inBaseUnit({ amount, decimals, unit }: Quantity): string {
  const scaled = BigInt(amount) * basePerUnit[unit];
  const divisor = 10n ** BigInt(decimals);
  const [whole, rest] = [scaled / divisor, scaled % divisor];
  const fraction = rest.toString().padStart(decimals, "0").replace(/0+$/, "");
  return fraction === "" ? `${whole}` : `${whole}.${fraction}`;
}

function sample(labels: Readonly<Record<string, string | number>>, value: string): Sample {
  const texts = Object.entries(labels).map(([key, text]) => [key, String(text)]);
  return { labels: Object.fromEntries(texts), value };
}

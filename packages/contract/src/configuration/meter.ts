/** A physical meter: which kind it is, where it is, and what its figures are worth. */

import { Type } from "typebox";
import { MqttDevice } from "./mqtt.ts";
import { choice, decimal, group, id, media, whole } from "./parts.ts";

function ratio(description: string, absent?: string) {
  return group(
    {
      numerator: whole(1, 1_000_000, { description: "Above the line." }),
      denominator: whole(1, 1_000_000, { description: "Below the line." }),
    },
    description,
    absent,
  );
}

const PulseInput = group(
  {
    unit: choice(["kWh", "m3", "GJ"], { description: "What the input counts in." }),
    weight: ratio("Units for one pulse: 1/100 for 10 litres, 1/800 for 800 pulses a kWh."),
    start: Type.Optional(decimal("Mechanical reading when the count was 0.", "0")),
    medium: Type.Optional(
      choice(media, { description: "What is metered.", absent: "the meter's" }),
    ),
    ratedMaximumPerHour: Type.Optional(
      decimal("Most that can pass in an hour.", "the profile's, if it has one"),
    ),
  },
  "What one pulse input counts.",
);

/** What a display shows that a person reads. */
const ManualDisplay = group(
  {
    unit: choice(["kWh", "MWh", "Wh", "GJ", "MJ", "m3", "L"], {
      description: "Unit of the display; the profile says which may be.",
    }),
    decimals: whole(0, 6, { description: "Digits after the point of the display." }),
    rolloverAt: Type.Optional(
      decimal(
        "First index that the display does not show any more: 100000 of five digits.",
        "not known: every fall waits for a person",
      ),
    ),
  },
  "A meter that nobody can ask: a person reads its display and types the index.",
  "not read by a person",
);

/** A meter. */
export const Meter = group(
  {
    id: id("Name of the meter; the ledger keeps it, so it never passes to another meter."),
    profile: id("Kind of meter: docs/reference/profiles.md lists them."),
    bus: Type.Optional(id("Bus the meter hangs on.", "not on a bus")),
    address: Type.Optional(
      whole(1, 247, { description: "Modbus address on that bus.", absent: "not on a bus" }),
    ),
    p1Port: Type.Optional(id("P1 port the meter is behind.", "not behind a P1 port")),
    equipmentId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "Equipment id of a sub-meter behind the P1 port, as printed on it.",
        absent: "the only sub-meter of the profile's kind",
      }),
    ),
    mqtt: Type.Optional(MqttDevice),
    manual: Type.Optional(ManualDisplay),
    serialNumber: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 40,
        description: "As printed on the meter, where the meter itself cannot tell.",
        absent: "as read from the meter",
      }),
    ),
    medium: Type.Optional(
      choice(media, {
        description: "What is metered, where the profile leaves it open.",
        absent: "the profile's",
      }),
    ),
    ratedMaximumPerHour: Type.Optional(
      decimal(
        "Most that can pass in an hour, in the unit of billing: kWh, m3, GJ.",
        "the profile's; needed where it has none",
      ),
    ),
    energyUnit: Type.Optional(
      choice(["Wh", "kWh", "MWh", "MJ", "GJ"], {
        description: "Unit a heat meter was ordered with.",
        absent: "the profile's",
      }),
    ),
    factor: Type.Optional(
      ratio("Current-transformer ratio, where the meter counts behind one.", "1 to 1"),
    ),
    inputs: Type.Optional(
      Type.Record(Type.String({ pattern: "^[a-z][a-zA-Z0-9]{0,30}$" }), PulseInput, {
        additionalProperties: false,
        description: "Pulse inputs by counter name: pulse1, pulse2.",
        absent: "none",
      }),
    ),
  },
  "A physical meter. Exactly one of `bus` with `address`, `p1Port`, `mqtt`, or `manual` says how it is read.",
);

import { dictionaries } from "@mega/locale";
import { expect, test } from "vitest";
import { meterName } from "./meter-name.ts";

test.each([
  ["p1", "P1 port", "P1"],
  ["p1-gas", "Gas meter behind a P1 port", "Gas, P1"],
  ["mqtt", "MEGA MQTT meter, electricity", "MQTT"],
  ["mqtt-water", "MEGA MQTT meter, water", "Wasser, MQTT"],
  ["mqtt-z2m-energy", "Zigbee2MQTT Plug or meter with energy", "Strom, Zigbee2MQTT"],
  ["mqtt-wmbus-heat", "wmbusmeters Radio heat meter", "Wärme, wmbusmeters"],
  [
    "manual-hot-water",
    "Hot-water meter read by a person",
    "Warmwasser, von einer Person abgelesen",
  ],
  ["eastron-sdm630", "Eastron SDM630-Modbus", "Eastron SDM630-Modbus"],
  ["mqtt-shelly-em", "Shelly EM and 3EM (Gen1), one input", "Shelly EM and 3EM (Gen1), one input"],
  ["kamstrup-p1", "Kamstrup OMNIPOWER", "Kamstrup OMNIPOWER"],
  ["mqtt-generic", "Number on a topic", "Number on a topic"],
])("a meter of the profile %s is called in the reader's words", (profileId, model, name) => {
  expect(meterName({ profileId, model }, dictionaries.de)).toBe(name);
});

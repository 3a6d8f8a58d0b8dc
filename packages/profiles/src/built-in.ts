/**
 * The profiles that ship with the program, as imports, so that a bundle carries them. Written by
 * tools/built-in.ts from the folders meters, mqtt and p1.
 */

import metersEastronSdm72dM from "../meters/eastron-sdm72d-m.json" with { type: "json" };
import metersEastronSdm72dMV2 from "../meters/eastron-sdm72d-m-v2.json" with { type: "json" };
import metersEastronSdm120 from "../meters/eastron-sdm120.json" with { type: "json" };
import metersEastronSdm220 from "../meters/eastron-sdm220.json" with { type: "json" };
import metersEastronSdm230 from "../meters/eastron-sdm230.json" with { type: "json" };
import metersEastronSdm630 from "../meters/eastron-sdm630.json" with { type: "json" };
import metersEmm220 from "../meters/emm220.json" with { type: "json" };
import mqttMqtt from "../mqtt/mqtt.json" with { type: "json" };
import mqttMqttEsphome from "../mqtt/mqtt-esphome.json" with { type: "json" };
import mqttMqttGas from "../mqtt/mqtt-gas.json" with { type: "json" };
import mqttMqttGeneric from "../mqtt/mqtt-generic.json" with { type: "json" };
import mqttMqttHeat from "../mqtt/mqtt-heat.json" with { type: "json" };
import mqttMqttShelly3em from "../mqtt/mqtt-shelly-3em.json" with { type: "json" };
import mqttMqttShellyEm from "../mqtt/mqtt-shelly-em.json" with { type: "json" };
import mqttMqttShellyPlug from "../mqtt/mqtt-shelly-plug.json" with { type: "json" };
import mqttMqttShellyPro3em from "../mqtt/mqtt-shelly-pro-3em.json" with { type: "json" };
import mqttMqttShellyProEm from "../mqtt/mqtt-shelly-pro-em.json" with { type: "json" };
import mqttMqttShellyRelay from "../mqtt/mqtt-shelly-relay.json" with { type: "json" };
import mqttMqttShellySwitch from "../mqtt/mqtt-shelly-switch.json" with { type: "json" };
import mqttMqttTasmota from "../mqtt/mqtt-tasmota.json" with { type: "json" };
import mqttMqttTasmota3p from "../mqtt/mqtt-tasmota-3p.json" with { type: "json" };
import mqttMqttTasmotaSml from "../mqtt/mqtt-tasmota-sml.json" with { type: "json" };
import mqttMqttWater from "../mqtt/mqtt-water.json" with { type: "json" };
import mqttMqttWmbusHeat from "../mqtt/mqtt-wmbus-heat.json" with { type: "json" };
import mqttMqttWmbusWater from "../mqtt/mqtt-wmbus-water.json" with { type: "json" };
import mqttMqttZ2mEnergy from "../mqtt/mqtt-z2m-energy.json" with { type: "json" };
import mqttMqttZ2mGas from "../mqtt/mqtt-z2m-gas.json" with { type: "json" };
import mqttMqttZ2mWater from "../mqtt/mqtt-z2m-water.json" with { type: "json" };
import p1KamstrupP1 from "../p1/kamstrup-p1.json" with { type: "json" };
import p1P1 from "../p1/p1.json" with { type: "json" };
import p1P1Gas from "../p1/p1-gas.json" with { type: "json" };
import p1P1Heat from "../p1/p1-heat.json" with { type: "json" };
import p1P1Water from "../p1/p1-water.json" with { type: "json" };

/** Parsed JSON of every built-in profile, not yet checked, by file. */
export function builtInProfiles(): Readonly<Record<string, unknown>> {
  return {
    "meters/eastron-sdm120.json": metersEastronSdm120,
    "meters/eastron-sdm220.json": metersEastronSdm220,
    "meters/eastron-sdm230.json": metersEastronSdm230,
    "meters/eastron-sdm630.json": metersEastronSdm630,
    "meters/eastron-sdm72d-m-v2.json": metersEastronSdm72dMV2,
    "meters/eastron-sdm72d-m.json": metersEastronSdm72dM,
    "meters/emm220.json": metersEmm220,
    "mqtt/mqtt-esphome.json": mqttMqttEsphome,
    "mqtt/mqtt-gas.json": mqttMqttGas,
    "mqtt/mqtt-generic.json": mqttMqttGeneric,
    "mqtt/mqtt-heat.json": mqttMqttHeat,
    "mqtt/mqtt-shelly-3em.json": mqttMqttShelly3em,
    "mqtt/mqtt-shelly-em.json": mqttMqttShellyEm,
    "mqtt/mqtt-shelly-plug.json": mqttMqttShellyPlug,
    "mqtt/mqtt-shelly-pro-3em.json": mqttMqttShellyPro3em,
    "mqtt/mqtt-shelly-pro-em.json": mqttMqttShellyProEm,
    "mqtt/mqtt-shelly-relay.json": mqttMqttShellyRelay,
    "mqtt/mqtt-shelly-switch.json": mqttMqttShellySwitch,
    "mqtt/mqtt-tasmota-3p.json": mqttMqttTasmota3p,
    "mqtt/mqtt-tasmota-sml.json": mqttMqttTasmotaSml,
    "mqtt/mqtt-tasmota.json": mqttMqttTasmota,
    "mqtt/mqtt-water.json": mqttMqttWater,
    "mqtt/mqtt-wmbus-heat.json": mqttMqttWmbusHeat,
    "mqtt/mqtt-wmbus-water.json": mqttMqttWmbusWater,
    "mqtt/mqtt-z2m-energy.json": mqttMqttZ2mEnergy,
    "mqtt/mqtt-z2m-gas.json": mqttMqttZ2mGas,
    "mqtt/mqtt-z2m-water.json": mqttMqttZ2mWater,
    "mqtt/mqtt.json": mqttMqtt,
    "p1/kamstrup-p1.json": p1KamstrupP1,
    "p1/p1-gas.json": p1P1Gas,
    "p1/p1-heat.json": p1P1Heat,
    "p1/p1-water.json": p1P1Water,
    "p1/p1.json": p1P1,
  };
}

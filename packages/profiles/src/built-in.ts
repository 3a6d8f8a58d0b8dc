/**
 * The profiles that ship with the program, as imports, so that a bundle carries them. Written by
 * tools/built-in.ts from the folders manual, meters, mqtt and p1.
 */

import manualManualCold from "../manual/manual-cold.json" with { type: "json" };
import manualManualElectricity from "../manual/manual-electricity.json" with { type: "json" };
import manualManualElectricityBoth from "../manual/manual-electricity-both.json" with {
  type: "json",
};
import manualManualGas from "../manual/manual-gas.json" with { type: "json" };
import manualManualHeat from "../manual/manual-heat.json" with { type: "json" };
import manualManualHotWater from "../manual/manual-hot-water.json" with { type: "json" };
import manualManualInjection from "../manual/manual-injection.json" with { type: "json" };
import manualManualWater from "../manual/manual-water.json" with { type: "json" };
import metersAbbB21 from "../meters/abb-b21.json" with { type: "json" };
import metersAbbB23 from "../meters/abb-b23.json" with { type: "json" };
import metersAbbB24 from "../meters/abb-b24.json" with { type: "json" };
import metersBgWs100 from "../meters/bg-ws100.json" with { type: "json" };
import metersCalecSt from "../meters/calec-st.json" with { type: "json" };
import metersCalorie from "../meters/calorie.json" with { type: "json" };
import metersChintDtsu666 from "../meters/chint-dtsu666.json" with { type: "json" };
import metersDiehlSharky775 from "../meters/diehl-sharky-775.json" with { type: "json" };
import metersDzgDvh4013 from "../meters/dzg-dvh4013.json" with { type: "json" };
import metersEastronSdm72dM from "../meters/eastron-sdm72d-m.json" with { type: "json" };
import metersEastronSdm72dMV2 from "../meters/eastron-sdm72d-m-v2.json" with { type: "json" };
import metersEastronSdm120 from "../meters/eastron-sdm120.json" with { type: "json" };
import metersEastronSdm220 from "../meters/eastron-sdm220.json" with { type: "json" };
import metersEastronSdm230 from "../meters/eastron-sdm230.json" with { type: "json" };
import metersEastronSdm630 from "../meters/eastron-sdm630.json" with { type: "json" };
import metersEltakoDsz15 from "../meters/eltako-dsz15.json" with { type: "json" };
import metersEmm220 from "../meters/emm220.json" with { type: "json" };
import metersEngelmannSensostarS3 from "../meters/engelmann-sensostar-s3.json" with {
  type: "json",
};
import metersFinder7m38 from "../meters/finder-7m38.json" with { type: "json" };
import metersGavazziEm24Ethernet from "../meters/gavazzi-em24-ethernet.json" with { type: "json" };
import metersGavazziEm24Rs485 from "../meters/gavazzi-em24-rs485.json" with { type: "json" };
import metersGavazziEm111 from "../meters/gavazzi-em111.json" with { type: "json" };
import metersGavazziEm112 from "../meters/gavazzi-em112.json" with { type: "json" };
import metersGavazziEm112Hires from "../meters/gavazzi-em112-hires.json" with { type: "json" };
import metersGavazziEm340 from "../meters/gavazzi-em340.json" with { type: "json" };
import metersGavazziEm540 from "../meters/gavazzi-em540.json" with { type: "json" };
import metersGavazziEt112 from "../meters/gavazzi-et112.json" with { type: "json" };
import metersIneproPro380 from "../meters/inepro-pro380.json" with { type: "json" };
import metersJanitzaB23 from "../meters/janitza-b23.json" with { type: "json" };
import metersJanitzaUmg96rm from "../meters/janitza-umg96rm.json" with { type: "json" };
import metersKamstrup from "../meters/kamstrup.json" with { type: "json" };
import metersKamstrupMultical301 from "../meters/kamstrup-multical-301.json" with { type: "json" };
import metersMoco from "../meters/moco.json" with { type: "json" };
import metersOrnoWe504 from "../meters/orno-we504.json" with { type: "json" };
import metersOrnoWe514 from "../meters/orno-we514.json" with { type: "json" };
import metersOrnoWe516 from "../meters/orno-we516.json" with { type: "json" };
import metersOrnoWe525 from "../meters/orno-we525.json" with { type: "json" };
import metersSaiaAle3 from "../meters/saia-ale3.json" with { type: "json" };
import metersSbcPcd7H104d from "../meters/sbc-pcd7-h104d.json" with { type: "json" };
import metersSchneiderIem3150 from "../meters/schneider-iem3150.json" with { type: "json" };
import metersSchneiderIem3155 from "../meters/schneider-iem3155.json" with { type: "json" };
import metersSchneiderIem3250 from "../meters/schneider-iem3250.json" with { type: "json" };
import metersSchneiderIem3255 from "../meters/schneider-iem3255.json" with { type: "json" };
import metersSiemensPac1600 from "../meters/siemens-pac1600.json" with { type: "json" };
import metersSiemensPac2200 from "../meters/siemens-pac2200.json" with { type: "json" };
import metersSocomecCountisE14 from "../meters/socomec-countis-e14.json" with { type: "json" };
import metersSocomecCountisE34 from "../meters/socomec-countis-e34.json" with { type: "json" };
import metersSocomecCountisE44 from "../meters/socomec-countis-e44.json" with { type: "json" };
import metersSontexSupercal531 from "../meters/sontex-supercal-531.json" with { type: "json" };
import metersWater from "../meters/water.json" with { type: "json" };
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
    "manual/manual-cold.json": manualManualCold,
    "manual/manual-electricity-both.json": manualManualElectricityBoth,
    "manual/manual-electricity.json": manualManualElectricity,
    "manual/manual-gas.json": manualManualGas,
    "manual/manual-heat.json": manualManualHeat,
    "manual/manual-hot-water.json": manualManualHotWater,
    "manual/manual-injection.json": manualManualInjection,
    "manual/manual-water.json": manualManualWater,
    "meters/abb-b21.json": metersAbbB21,
    "meters/abb-b23.json": metersAbbB23,
    "meters/abb-b24.json": metersAbbB24,
    "meters/bg-ws100.json": metersBgWs100,
    "meters/calec-st.json": metersCalecSt,
    "meters/calorie.json": metersCalorie,
    "meters/chint-dtsu666.json": metersChintDtsu666,
    "meters/diehl-sharky-775.json": metersDiehlSharky775,
    "meters/dzg-dvh4013.json": metersDzgDvh4013,
    "meters/eastron-sdm120.json": metersEastronSdm120,
    "meters/eastron-sdm220.json": metersEastronSdm220,
    "meters/eastron-sdm230.json": metersEastronSdm230,
    "meters/eastron-sdm630.json": metersEastronSdm630,
    "meters/eastron-sdm72d-m-v2.json": metersEastronSdm72dMV2,
    "meters/eastron-sdm72d-m.json": metersEastronSdm72dM,
    "meters/eltako-dsz15.json": metersEltakoDsz15,
    "meters/emm220.json": metersEmm220,
    "meters/engelmann-sensostar-s3.json": metersEngelmannSensostarS3,
    "meters/finder-7m38.json": metersFinder7m38,
    "meters/gavazzi-em111.json": metersGavazziEm111,
    "meters/gavazzi-em112-hires.json": metersGavazziEm112Hires,
    "meters/gavazzi-em112.json": metersGavazziEm112,
    "meters/gavazzi-em24-ethernet.json": metersGavazziEm24Ethernet,
    "meters/gavazzi-em24-rs485.json": metersGavazziEm24Rs485,
    "meters/gavazzi-em340.json": metersGavazziEm340,
    "meters/gavazzi-em540.json": metersGavazziEm540,
    "meters/gavazzi-et112.json": metersGavazziEt112,
    "meters/inepro-pro380.json": metersIneproPro380,
    "meters/janitza-b23.json": metersJanitzaB23,
    "meters/janitza-umg96rm.json": metersJanitzaUmg96rm,
    "meters/kamstrup-multical-301.json": metersKamstrupMultical301,
    "meters/kamstrup.json": metersKamstrup,
    "meters/moco.json": metersMoco,
    "meters/orno-we504.json": metersOrnoWe504,
    "meters/orno-we514.json": metersOrnoWe514,
    "meters/orno-we516.json": metersOrnoWe516,
    "meters/orno-we525.json": metersOrnoWe525,
    "meters/saia-ale3.json": metersSaiaAle3,
    "meters/sbc-pcd7-h104d.json": metersSbcPcd7H104d,
    "meters/schneider-iem3150.json": metersSchneiderIem3150,
    "meters/schneider-iem3155.json": metersSchneiderIem3155,
    "meters/schneider-iem3250.json": metersSchneiderIem3250,
    "meters/schneider-iem3255.json": metersSchneiderIem3255,
    "meters/siemens-pac1600.json": metersSiemensPac1600,
    "meters/siemens-pac2200.json": metersSiemensPac2200,
    "meters/socomec-countis-e14.json": metersSocomecCountisE14,
    "meters/socomec-countis-e34.json": metersSocomecCountisE34,
    "meters/socomec-countis-e44.json": metersSocomecCountisE44,
    "meters/sontex-supercal-531.json": metersSontexSupercal531,
    "meters/water.json": metersWater,
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

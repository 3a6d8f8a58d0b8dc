import type { Dictionary } from "../dictionary.ts";

export const channelRows: Dictionary["channelRows"] = {
  channel: "CH",
  address: "Adresse",
  profile: "Typ",
  unit: "Einheit",
  name: "Name",
  errorMail: "Meldung",
  login: "Login",
  address1: "Adresse 1",
  address2: "Adresse 2",
  bus: "Bus",
  mac: "MAC",
  deviceChannel: "CH Gerät",
  token: "Token",
  serialNumber: "Seriennummer",
  broker: "Broker",
  topic: "Thema",
  equipmentId: "P1-Gerätenummer",
  meter: "Zähler",
  counter1: "Zählwerk 1",
  counter2: "Zählwerk 2",
};

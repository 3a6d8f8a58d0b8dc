import type { Dictionary } from "../dictionary.ts";

export const channelRows: Dictionary["channelRows"] = {
  channel: "CH",
  address: "Adres",
  profile: "Type",
  unit: "Eenheid",
  name: "Naam",
  errorMail: "Melding",
  login: "Login",
  address1: "Adres 1",
  address2: "Adres 2",
  bus: "Bus",
  mac: "MAC",
  deviceChannel: "CH toestel",
  token: "Token",
  serialNumber: "Serienummer",
  broker: "Broker",
  topic: "Onderwerp",
  equipmentId: "P1-toestelnummer",
  meter: "Meter",
  counter1: "Teller 1",
  counter2: "Teller 2",
};

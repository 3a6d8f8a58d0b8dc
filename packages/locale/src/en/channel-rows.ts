import type { Dictionary } from "../dictionary.ts";

export const channelRows: Dictionary["channelRows"] = {
  channel: "CH",
  address: "Address",
  profile: "Type",
  unit: "Unit",
  name: "Name",
  errorMail: "Alert",
  login: "Login",
  address1: "Address 1",
  address2: "Address 2",
  bus: "Bus",
  mac: "MAC",
  deviceChannel: "Device CH",
  token: "Token",
  serialNumber: "Serial number",
  broker: "Broker",
  topic: "Topic",
  equipmentId: "P1 equipment id",
  meter: "Meter",
  counter1: "Counter 1",
  counter2: "Counter 2",
};

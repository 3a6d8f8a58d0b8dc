/** Heads of the file of channels and their meters, one row each. */

export const channelRows = {
  channel: "CH",
  address: "Adresse",
  profile: "Type",
  unit: "Unité",
  name: "Nom",
  errorMail: "Alerte",
  login: "Login",
  address1: "Adresse 1",
  address2: "Adresse 2",
  bus: "Bus",
  mac: "MAC",
  deviceChannel: "CH appareil",
  token: "Jeton",
  serialNumber: "N° de série",
  broker: "Courtier",
  topic: "Sujet",
  equipmentId: "N° d’équipement P1",
  meter: "Compteur",
  counter1: "Compteur 1",
  counter2: "Compteur 2",
};

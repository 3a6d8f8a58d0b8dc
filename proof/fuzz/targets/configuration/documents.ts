/** Small configurations that can be put into force: what is spoilt to see what is refused. */

/** Stands in every secret, and must stand in nothing that is told. */
export const canary = "canary-0451";

/** With buses, a P1 port, devices, a broker and mails. */
const building = {
  version: 1,
  building: { name: "Hollestraat 1", timeZone: "Europe/Brussels" },
  gateway: { model: "MEGA16", mac: "02:00:00:00:00:01", language: "nl" },
  web: { port: 8443 },
  rounds: { intervalMinutes: 30 },
  buses: [
    { id: "main", link: { kind: "tty", path: "/dev/ttyUSB0" } },
    { id: "roof", link: { kind: "modbus-tcp", host: "192.168.0.9", port: 502 } },
  ],
  p1Ports: [{ id: "grid", link: { kind: "tty", path: "/dev/ttyUSB1" } }],
  mqtt: {
    embedded: {},
    brokers: [{ id: "home", url: "mqtt://10.0.0.5:1883", user: "mega", password: canary }],
  },
  meters: [
    { id: "flat", profile: "eastron-sdm630", bus: "main", address: 1, serialNumber: "0012" },
    { id: "sun", profile: "eastron-sdm630", bus: "roof", address: 1 },
    { id: "cold", profile: "mqtt-water", mqtt: { mac: "020000000003", token: canary } },
    { id: "gas", profile: "p1-gas", p1Port: "grid", equipmentId: "7FLO2100000001" },
  ],
  channels: [
    { no: 1, name: "Flat one", meter: "flat", login: "anna", address1: "Hollestraat 1" },
    { no: 2, name: "Solar", meter: "sun", unit: "Wh-", inTotals: false },
    { no: 3, name: "Cold water", meter: "cold", errorMail: true },
    { no: 7, name: "Gas all", meter: "gas" },
  ],
} as const;

const smallest = {
  version: 1,
  building: { name: "B" },
  gateway: { model: "MEGA128" },
} as const;

const mailing = {
  ...smallest,
  building: { name: 'Résidence "Tilleuls"' },
  buses: [{ id: "main", link: { kind: "tty", path: "/dev/ttyUSB0" } }],
  meters: [{ id: "m1", profile: "eastron-sdm120", bus: "main", address: 247 }],
  channels: [{ no: 128, name: '=1+1; "x"', meter: "m1", counter2: "none" }],
} as const;

/** All of them. */
export const documents: readonly [unknown, ...unknown[]] = [building, building, smallest, mailing];

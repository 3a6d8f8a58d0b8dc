/** Publishing to MQTT brokers, and the names that Home Assistant shows. */
export const publish = {
  title: "MQTT-publicatie",
  none: "Geen enkele broker krijgt de meterstanden.",
  ownBroker: "Broker van MEGA",
  publishNow: "PUB MQTT",
  publishing: "Bezig met publiceren…",
  online: "verbonden",
  offline: "niet verbonden",
  base: "Topics",
  homeAssistant: "Home Assistant",
  live: "Vermogen",
  commands: "Opdrachten",
  on: "ja",
  off: "nee",
  latest: "Laatste publicatie",
  never: "nog niet",
  sent: (count: string) => `${count} berichten bevestigd`,
  failed: (count: string) => `${count} geweigerd of zonder bevestiging`,
  notReached:
    "De broker is niet bereikbaar: alles wordt gepubliceerd zodra de verbinding terug is.",
  sensors: {
    power: "Vermogen",
    lastReading: "Laatste aflezing",
    busErrors: "Busfouten",
    started: "Gestart",
  },
};

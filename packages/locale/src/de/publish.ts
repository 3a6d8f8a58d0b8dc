/** Publishing to MQTT brokers, and the names that Home Assistant shows. */
export const publish = {
  title: "MQTT-Veröffentlichung",
  none: "Kein Broker bekommt die Zählerstände.",
  ownBroker: "Broker von MEGA",
  publishNow: "PUB MQTT",
  publishing: "Wird veröffentlicht…",
  online: "verbunden",
  offline: "nicht verbunden",
  base: "Topics",
  homeAssistant: "Home Assistant",
  live: "Leistung",
  commands: "Befehle",
  on: "ja",
  off: "nein",
  latest: "Letzte Veröffentlichung",
  never: "noch nie",
  sent: (count: string) => `${count} Nachrichten bestätigt`,
  failed: (count: string) => `${count} abgelehnt oder ohne Bestätigung`,
  notReached:
    "Der Broker ist nicht erreichbar: Sobald die Verbindung wieder steht, wird alles veröffentlicht.",
  sensors: {
    power: "Leistung",
    lastReading: "Letzte Ablesung",
    busErrors: "Busfehler",
    started: "Gestartet",
  },
};

import type { tunnel as source } from "../fr/tunnel.ts";

export const tunnel: typeof source = {
  title: "Seite des Gateways",
  lead: "Die Seite des Gateways selbst, in einem anderen Tab, höchstens fünfzehn Minuten. Dort meldet man sich mit einem Zugang des Gateways an.",
  open: "Zugang öffnen",
  asking: "Das Gateway wird gerufen. Das dauert höchstens eine Minute.",
  enter: "Zur Seite",
  until: (time: string) => `Offen bis ${time}.`,
  other: (name: string) => `${name} hat den Zugang geöffnet.`,
  close: "Zugang schließen",
  closed: "Der Zugang ist geschlossen.",
  off: "Dieser Server öffnet die Seiten der Gateways nicht.",
  blocked: "Der Browser hat keinen Tab geöffnet. Erlauben Sie es für diese Website.",
  ends: {
    unanswered: "Das Gateway hat binnen einer Minute nicht geantwortet.",
    refused:
      "Das Gateway hat abgelehnt: Sein Eigentümer erlaubt diesen Zugang nicht (Config, Server), oder noch niemand hat es in Besitz genommen.",
    time: "Die fünfzehn Minuten sind um.",
    idle: "Der Zugang wurde geschlossen: Es wurde nichts mehr gefragt.",
    portal: "Der Zugang wurde hier geschlossen.",
    gateway: "Der Zugang wurde am Gateway geschlossen.",
    "switched-off": "Das Gateway erlaubt diesen Zugang nicht mehr.",
    session: "Der Zugang endete mit der Sitzung.",
    right: "Das Recht an diesem Gateway ist erloschen.",
    stopping: "Der Server oder das Gateway startet neu.",
    breach: "Die Verbindung war nicht die eines Gateways.",
    lost: "Die Verbindung zum Gateway ist abgebrochen.",
  },
};

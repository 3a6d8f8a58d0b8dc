/** What the gateway says against a configuration, by the code of the fault. */

export const configFaults = {
  required: "Dieses Feld ist nötig.",
  "unknown-key": (key: string) => `Unbekannte Einstellung: ${key}.`,
  choice: (choices: string) => `Zulässig: ${choices}.`,
  whole: (min: string, max: string) => `Eine ganze Zahl von ${min} bis ${max}.`,
  flag: "Ja oder nein.",
  length: (min: string, max: string) => `${min} bis ${max} Zeichen.`,
  form: (allowed: string) => `Die Form stimmt nicht. Zulässig: ${allowed}.`,
  "kind-of-value": "Das ist nicht die erwartete Art von Wert.",
  "too-many": (max: string) => `Höchstens ${max}.`,
  "time-zone": "Diese Zeitzone gibt es nicht.",
  doubled: "Gibt es schon an anderer Stelle.",
  "unknown-name": (known: string) => `Gibt es nicht. Bekannt: ${known}.`,
  place:
    "Ein Zähler hängt an einem Bus, hinter einem P1-Anschluss, an MQTT oder wird von einer Person abgelesen.",
  "goes-with": (needs: string) => `Nur zusammen mit ${needs}.`,
  "in-use": (other: string) => `Schon von ${other} benutzt.`,
  "address-in-use": (other: string) => `Zähler ${other} hat diese Adresse schon auf diesem Bus.`,
  "beyond-model": (max: string) => `Dieses Modell hat ${max} Kanäle.`,
  "profile-unknown": (known: string) => `Unbekannter Zählertyp. Ähnlich: ${known}.`,
  "profile-kind": "Dieser Zählertyp wird nicht so erreicht.",
  "setting-needed": "Dieser Zählertyp braucht diese Einstellung.",
  "setting-idle": "Ohne Wirkung bei diesem Zählertyp: leer lassen.",
  "counter-unknown": (known: string) =>
    `Dieser Zähler hat dieses Zählwerk nicht. Bekannt: ${known}.`,
  "rating-needed": (counter: string) =>
    `Geben Sie im Detail das Höchste je Stunde an (${counter}).`,
  "secret-missing": "Hier ist kein Geheimnis gespeichert: bitte eingeben.",
  unreadable: "Diese Zeile ist unlesbar.",
  "not-allowed": (allowed: string) => `Nicht zulässig. Erlaubt: ${allowed}`,
};

import type { LetterWords } from "./letter-words.ts";

export const de: LetterWords = {
  greeting: (name) => `Guten Tag ${name},`,
  invitation: (building, by) => ({
    subject: `Ihr Zugang zu MEGA${building === null ? "" : `: ${building}`}`,
    body: `${by ?? "Ihr Verwalter"} gibt Ihnen Zugang zu den Zählern${building === null ? "" : ` von „${building}“`}.`,
  }),
  chooseBefore: (day) => `Wählen Sie Ihr Passwort vor dem ${day}:`,
  reset: {
    subject: "Ihr MEGA-Passwort",
    body: "Jemand hat für diese Adresse ein neues Passwort verlangt.",
  },
  chooseWithinTheHour: "Wählen Sie es innerhalb einer Stunde:",
  restoreAsked: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: Ein Gateway will ein anderes ersetzen`,
    body: `In „${building}“ will das Gateway ${newMac} an die Stelle von ${oldMac} treten. Bestätigen Sie es mit dem Code, den es zeigt, wenn Sie es ersetzen. Sonst tun Sie nichts, solange das alte läuft, und fragen vor Ort nach.`,
  }),
  restoreGranted: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: Ein Gateway wurde ersetzt`,
    body: `In „${building}“ ist das Gateway ${newMac} an die Stelle von ${oldMac} getreten, mit seinen Ablesungen und seiner Konfiguration. 24 Stunden lang kann das zurückgenommen werden.`,
  }),
  restoreUndone: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: Der Ersatz ist zurückgenommen`,
    body: `In „${building}“ hat das Gateway ${oldMac} seine Stelle wieder eingenommen; ${newMac} hat dort keinen Zugang mehr.`,
  }),
  ignore: "Haben Sie diese Nachricht nicht erwartet, so tun Sie nichts: Es ändert sich nichts.",
  silence: {
    units: ["Tg.", "Std.", "Min."],
    silentSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "Das Gateway schweigt" : `${count} Gateways schweigen`}`,
    backSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "Das Gateway ist zurück" : `${count} Gateways sind zurück`}`,
    silentLine: (gateway, building, last) =>
      `„${building}“: Vom Gateway ${gateway} kam zuletzt etwas am ${last}.`,
    backLine: (gateway, building, { last, back, lasted }) =>
      `„${building}“: Das Gateway ${gateway} meldet sich seit ${back} wieder. Es schwieg ${lasted}, ab ${last}.`,
    whole: "Nichts ist verloren: Es hat seine Zähler weiter abgelesen und alles nachgereicht.",
    gap: (from, to) =>
      `Es hat nachgereicht, was es abgelesen hat. Von ${from} bis ${to} hat es nichts abgelesen, etwa weil es keinen Strom hatte: Der Verlauf dieser Stunden ist nicht bekannt. Die Zähler selbst haben weitergezählt.`,
    catchingUp:
      "Es reicht noch nach, was es inzwischen abgelesen hat; die Zahlen werden nach und nach ergänzt.",
    more: (count) => `Weitere Gateways: ${count}.`,
    check:
      "Solange ein Gateway Strom hat, liest es seine Zähler ab und behält, was es abliest, bis es senden kann. Zu prüfen, in dieser Reihenfolge:\n1. Hat es Strom?\n2. Geht das Internet des Gebäudes: Router, Kabel?\n3. Seine eigene Seite CONFIG sagt unter „Server“, was beim letzten Versuch herauskam.",
    look: "Wie es steht:",
    once: "Diese Nachricht kommt einmal. Eine weitere folgt, wenn das Gateway zurück ist.",
    turnOff: "Sie können solche Nachrichten in Ihrem Konto abschalten.",
  },
};

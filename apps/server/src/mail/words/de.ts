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
};

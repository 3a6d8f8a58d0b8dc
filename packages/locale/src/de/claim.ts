/** First run, lost password, and the first visit of somebody who was invited. */

import { doors } from "./doors.ts";

export const claim = {
  title: doors.pages.claim,
  welcome: doors.pages.welcome,
  lead: "Dieses Gerät hat noch keinen Eigentümer. Drei Antworten, dann die Einrichtung.",
  proof: "Sie stehen vor dem Gerät",
  byCode: "Ich habe den Einrichtungscode",
  byButton: "Ich kann PRG drücken",
  code: "Einrichtungscode",
  codeHint: "16 Zeichen, auf dem Etikett, auf der Konsole oder mit „mega setup-code“.",
  codeMore: (count: string) => `Fehlende Zeichen: ${count}.`,
  codeLong: (count: string) => `Zeichen zu viel: ${count}.`,
  codeWrong: (character: string) => `„${character}“ kommt in keinem Code vor.`,
  codeWhole: "Die Form stimmt.",
  pressButton: "Drücken Sie eine Sekunde auf PRG. Diese Seite merkt es von selbst.",
  buttonPressed: (minutes: string) => `PRG wurde erkannt: noch ${minutes} min bis zum Abschluss.`,
  buttonWhere:
    "Der Taster PRG sitzt rechts vom Anschluss ETH; er beweist, dass Sie vor dem Gerät stehen.",
  front: "Vorderseite des MEGA: Der Taster PRG sitzt rechts vom Anschluss ETH.",
  ownName: "Ihr Anmeldename",
  ownNameHint: "2 bis 40 Buchstaben oder Ziffern; innen auch Leerzeichen . _ @ + -",
  ownNameBad: "Buchstaben und Ziffern, innen auch Leerzeichen . _ @ + -; 2 bis 40 Zeichen.",
  ownPassword: "Ihr Passwort",
  take: "In Besitz nehmen",
  taking: "Wird ausgeführt…",
  doneTitle: "Das Gateway gehört Ihnen.",
  doneLead: "Der Code ist verbraucht. Nun folgen Gebäude, Busse und Kanäle.",
  toConfig: "Das Gateway einrichten",
  toCounters: "Zu den Zählern",
  fingerprint: "Fingerabdruck des Zertifikats",
  fingerprintHow:
    "Öffnen Sie im Browser die Angaben zum Zertifikat (das Schloss) und vergleichen Sie: Der SHA-256-Fingerabdruck ist dort Zeichen für Zeichen derselbe, sonst sitzt jemand zwischen Ihnen und dem Gerät.",
  lostTitle: doors.pages.lost,
  lostLead:
    "Beweisen Sie, dass Sie vor dem Gerät stehen, und wählen Sie als Eigentümer einen neuen Namen und ein neues Passwort.",
  lostKept:
    "Ablesungen, Hauptbuch und Protokoll bleiben, wie sie sind; das Hauptbuch vermerkt die Erneuerung. Andere Konten bleiben, alle Sitzungen werden beendet.",
  lostCode: "„mega setup-code“ auf dem Gerät gibt einen Code, der eine Stunde gilt.",
  reset: "Zugang erneuern",
  backToLogin: "Zurück zur Anmeldung",
  invited: (name: string) => `Guten Tag, ${name}.`,
  invitedLead: (location: string, role: string) =>
    `Sie sind bei ${location} eingeladen, als ${role}. Wählen Sie Ihr Passwort; nur Sie werden es kennen.`,
  accept: "Beginnen",
  invitationGone: "Diese Einladung gilt nicht mehr.",
  invitationGoneLead:
    "Eine Einladung gilt einmal und sieben Tage lang. Bitten Sie den Absender um eine neue.",
};

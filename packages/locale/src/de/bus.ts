import type { bus as french } from "../fr/bus.ts";
import { doors } from "./doors.ts";

const since = ({ since: time }: { readonly since: string }) => (time === "" ? "" : ` seit ${time}`);

export const bus: typeof french = {
  title: doors.pages.bus,
  nav: "Bus",
  choose: "Leitung",
  lastDay: "letzte 24 Stunden",
  devices: (count, most) => `Geräte: ${count} von ${most}`,
  devicesOpen: (count) => `Geräte: ${count}`,
  noBuses: "Keine Leitung ist eingerichtet.",
  toConfig: doors.toConfig,
  findings: "Befunde",
  severities: { bad: "Störung", warn: "Achtung", ok: "In Ordnung" },
  seeFrames: "Telegramme ansehen",
  testMeter: (channel) => `${channel} testen`,
  finding: {
    "bus-closed": {
      title: () => "Die Leitung ist nicht offen",
      step: ({ fault }) =>
        `${fault === "" ? "" : `Das System meldet: ${fault} `}Prüfen Sie das USB-Kabel, den Pfad des Anschlusses und seine Rechte, oder die Adresse des Umsetzers.`,
    },
    "all-silent": {
      title: (f) => `Kein Zähler antwortet${since(f)}`,
      step: ({ attempts }) =>
        `Versuche: ${attempts}, kein Byte. Tauschen Sie A und B am Anfang der Leitung; prüfen Sie die Versorgung der Zähler, Geschwindigkeit und Parität.`,
    },
    "all-spoilt": {
      title: (f) => `Alle Antworten kommen beschädigt an${since(f)}`,
      step: ({ failed, attempts }) =>
        `Beschädigte Versuche: ${failed} von ${attempts}. Vergleichen Sie Geschwindigkeit und Parität mit denen der Zähler; prüfen Sie die Masse und beide Widerstände von 120 Ω.`,
    },
    "silent-from": {
      title: (f) => `${f.channels} antworten nicht mehr${since(f)}`,
      step: ({ after }) =>
        `CH${after} antwortet, alle danach schweigen: Prüfen Sie das Kabel gleich hinter CH${after}.`,
    },
    silent: {
      title: (f) => `${f.channels}: keine Antwort${since(f)}`,
      step: ({ attempts, addresses }) =>
        `Versuche: ${attempts}, kein Byte. Die Nachbarn antworten, das Kabel hält also. Prüfen Sie die Versorgung, Adresse ${addresses}, dann A und B an den Klemmen.`,
    },
    "spoilt-from": {
      title: (f) => `${f.channels}: beschädigte Antworten${since(f)}`,
      step: ({ after, failed, attempts }) =>
        `Beschädigte Versuche: ${failed} von ${attempts}. Es beginnt nach CH${after}: Prüfen Sie das Kabel zwischen CH${after} und dem nächsten, die Masse, den Abschluss.`,
    },
    spoilt: {
      title: (f) => `${f.channels}: beschädigte Antworten${since(f)}`,
      step: ({ failed, attempts }) =>
        `Beschädigte Versuche: ${failed} von ${attempts}. Ziehen Sie die Klemmen an, prüfen Sie Stichleitung und Masse dieses Zählers.`,
    },
    "address-shared": {
      title: ({ addresses }) => `Zwei Zähler teilen sich Adresse ${addresses}`,
      step: ({ channels }) =>
        `Die Antworten sind beschädigt und länger als erwartet${channels === "" ? "" : ` (${channels})`}. Trennen Sie einen Zähler nach dem anderen ab und geben Sie jedem eine eigene Adresse.`,
    },
    refuses: {
      title: (f) => `${f.channels} antwortet, weist aber ab${since(f)}`,
      step: () =>
        "Der Zähler spricht und kennt diese Register nicht: Prüfen Sie den gewählten Typ oder seine Version.",
    },
    late: {
      title: ({ channels }) => `${channels}: späte Antworten`,
      step: ({ late }) =>
        `Antworten nach der Wartezeit: ${late}; keine wurde für eine andere gehalten. Geben Sie der Leitung eine längere Wartezeit.`,
    },
    "slow-adapter": {
      title: () => "Der Adapter gibt Bytes vielleicht spät weiter",
      step: ({ fastest }) =>
        `Keine Antwort binnen ${fastest}, von keinem Zähler. Stellen Sie den Latency Timer des USB-Adapters auf 1 ms.`,
    },
    busy: {
      title: ({ share }) => `Die Leitung ist zu ${share} belegt`,
      step: ({ round }) =>
        `${round === "" ? "" : `Ein Rundgang dauert ${round}. `}Verteilen Sie die Zähler auf zwei Leitungen oder lesen Sie seltener.`,
    },
    "nothing-yet": {
      title: () => "Es wurde noch nichts abgefragt",
      step: () => "Zahlen kommen mit dem ersten Rundgang.",
    },
    "no-meters": {
      title: () => "An dieser Leitung ist kein Zähler eingerichtet",
      step: () => "Suchen Sie die Adressen ab und machen Sie aus jeder Antwort einen Kanal.",
    },
    "in-order": {
      title: ({ meters, limit }) =>
        limit === ""
          ? `Geräte in Ordnung: ${meters}`
          : `Geräte in Ordnung: ${meters}, Antwort binnen ${limit}`,
      step: ({ round }) =>
        round === "" ? "" : `Der letzte Rundgang beschäftigte das Gateway ${round}.`,
    },
  },
  stats: "Zahlen der Leitung",
  occupied: "Belegung, letzte Stunde",
  questions: "Fragen",
  perHour: "je Stunde",
  median: "Mittlere Latenz",
  errors: "Fehler",
  round: "Rundgang",
  classes: {
    ok: "antwortet",
    exception: "weist ab",
    timeout: "keine Antwort",
    crc: "CRC",
    "wrong-reply": "andere Antwort",
    "bus-down": "Leitung zu",
    late: "zu spät",
    open: "wartet",
    noise: "Rauschen",
  },
  counts: {
    answered: "Antworten",
    exceptions: "Abweisungen",
    timeouts: "keine Antwort",
    badCrcs: "CRC",
    wrongReplies: "andere Antworten",
    busDowns: "Leitung zu",
    lateReplies: "zu spät",
    overlongReplies: "zu lang",
  },
  day: "Der Tag der Leitung",
  dayHint: "ein Feld je Viertelstunde",
  showData: "Daten zeigen",
  quarter: "Viertelstunde",
  failed: "Fehlschläge",
  meters: "Latenz je Gerät",
  metersHint: "24 h, das kränkste zuerst",
  metersRegion: "Tabelle der Latenz, rollt seitwärts",
  device: "Gerät",
  address: (address) => `Adr. ${address}`,
  state: "Zustand",
  errorShare: "Fehler",
  states: {
    answers: "antwortet",
    errors: "antwortet mit Fehlern",
    silent: "stumm",
    unasked: "noch nicht abgefragt",
  },
  stripOf: (name) => `Latenz von ${name} über 24 h`,
  map: (from, to) => `Adressen ${from} bis ${to}`,
  mapKeys: {
    answers: "antwortet",
    errors: "antwortet mit Fehlern",
    garbage: "unlesbar",
    silent: "stumm",
    free: "frei",
    waiting: "wartet",
    unknown: "unbekannt",
  },
  twoMeters: "zwei Zähler?",
  makeChannel: "Kanal anlegen",
  makeChannels: (count) =>
    count === "1" ? "Kanal anlegen" : `Für alle ${count} einen Kanal anlegen`,
  scan: (from, to) => `Suchen ${from} bis ${to}`,
  scanStop: "Anhalten",
  scanStates: {
    running: "Suche läuft",
    paused: "Pause: ein Rundgang liest die Zähler",
    done: "Suche beendet",
    cancelled: "Suche angehalten",
    failed: "Suche abgebrochen: die Leitung ist nicht offen",
  },
  scanProgress: (done, total) => `${done} von ${total}`,
  scanFound: (found) => `gefunden: ${found}`,
  scanRest: (time) => `noch etwa ${time}`,
  scanHint:
    "Jede Adresse erhält eine harmlose Leseanfrage. Der stündliche Rundgang geht immer vor.",
  frames: "Telegramme",
  framesRegion: "Telegramme, rollt seitwärts",
  framesLive: "Folgen",
  download: "Herunterladen",
  older: "Ältere",
  all: "alle",
  filterAddress: "Adresse",
  filterClass: "Klasse",
  noFrames: "Keine Telegramme.",
  columns: {
    time: "Zeit",
    from: "Adresse",
    bytes: "Bytes",
    wait: "Wartezeit",
    end: "Ergebnis",
    says: "Bedeutung",
  },
  sent: "gesendet",
  received: "empfangen",
  says: {
    question: (code, count, from) => `Funktion ${code}: Wort ${from}, Anzahl ${count}`,
    answer: (words) => `Wörter: ${words}`,
    exception: (code) => `Exception ${code}`,
    unreadable: "unlesbar",
    other: (code) => `Funktion ${code}`,
  },
  check: "Leitung prüfen",
  checkName: "Prüfung der Leitung",
  checkHint: "Zwei Sekunden Horchen, dann eine harmlose Frage an einige Zähler.",
  verdicts: {
    good: "Die Leitung ist ruhig, und die Zähler antworten.",
    noise:
      "Bytes kommen an, während niemand spricht: Prüfen Sie Masse, Abschluss, Vorspannung und benachbarte Kabel.",
    echo: "Der Adapter wiederholt, was er sendet; das Gateway berücksichtigt es.",
    garbled:
      "Antworten kommen beschädigt an: Prüfen Sie Geschwindigkeit und Parität, Masse, Abschluss, zwei Zähler an einer Adresse.",
    silent:
      "Die Leitung ist ruhig, aber niemand antwortet: Prüfen Sie A und B, die Versorgung, die Adressen.",
    closed:
      "Die Leitung ist nicht offen: Prüfen Sie Anschluss, USB-Kabel oder die Adresse des Umsetzers.",
    "nobody-asked": "Die Leitung ist ruhig. Kein Zähler ist eingerichtet, der antworten könnte.",
  },
  heard: (count, seconds) => `in ${seconds} s gehörte Bytes: ${count}`,
  echo: "Echo",
  echoes: { yes: "ja", no: "nein", unknown: "unbekannt", "not-serial": "entfällt" },
  test: {
    name: (meter) => `Test von ${meter}`,
    button: "TEST",
    hint: "Stellt dem Zähler alle Fragen und zeigt jedes Telegramm.",
    hintMessage: "Zeigt die neueste Nachricht, wie sie kam, und was sie sagt.",
    found: {
      ok: "Der Zähler antwortet.",
      timeout: "Keine Antwort.",
      crc: "Die Antwort kommt beschädigt an (CRC).",
      short: "Die Antwort bricht ab.",
      exception: "Der Zähler weist ab.",
      "wrong-reply": "Eine andere Antwort als gefragt.",
      "wrong-type": "Das ist wohl nicht der gewählte Typ.",
      implausible: "Unglaubhafte Werte.",
      stale: "Die neueste Nachricht ist zu alt.",
      "no-message": "Keine Nachricht ist gekommen.",
      "bad-payload": "Die Nachricht ist nicht lesbar.",
      "bus-down": "Die Leitung ist nicht offen.",
      config: "So nicht zu testen.",
    },
    advice: {
      timeout: "Prüfen Sie die Versorgung, die Adresse, dann A und B an den Klemmen.",
      crc: "Prüfen Sie das Kabel: Masse, Abschluss, Stichleitung, Störungen; zwei Zähler an einer Adresse?",
      short: "Prüfen Sie Adapter und Klemmen: Die Antwort beginnt und hört dann auf.",
      exception: "Prüfen Sie Typ oder Version des Zählers: Er kennt dieses Register nicht.",
      "wrong-reply":
        "Prüfen Sie die Adresse: Ein anderer Zähler hat geantwortet, oder eine Antwort kam spät.",
      "wrong-type": "Prüfen Sie den gewählten Typ und die Seriennummer.",
      implausible: "Prüfen Sie Wortfolge, Maßstab und Wandlerverhältnis.",
      stale: "Prüfen Sie, ob das Gerät an ist und den MQTT-Broker erreicht.",
      "no-message":
        "Prüfen Sie das Gerät, sein Token und sein Topic; bei einem P1-Anschluss das Kabel.",
      "bad-payload": "Prüfen Sie die Form der Nachricht und den Pfad des Werts.",
      "bus-down": "Prüfen Sie Anschluss, USB-Kabel oder die Adresse des Umsetzers.",
      config: "Berichtigen Sie die Angaben, oder speichern Sie zuerst die Leitung.",
    },
    questions: "Fragen und Antworten",
    question: (code, count, from) => `Funktion ${code}, Wort ${from}, Anzahl ${count}`,
    nothing: "nichts kam",
    counters: "Zählwerke",
    value: "Wert",
    raw: "Bytes",
    notSupported: "nicht vorhanden",
    optional: "entbehrlich",
    live: "Werte des Augenblicks",
    message: "Neueste Nachricht",
    received: (time, bytes) => `empfangen ${time}, Bytes: ${bytes}`,
    serial: "Seriennummer",
    technical: "Technische Angabe",
  },
};

import type { bus as french } from "../fr/bus.ts";
import { doors } from "./doors.ts";

const since = ({ since: time }: { readonly since: string }) =>
  time === "" ? "" : ` sinds ${time}`;

export const bus: typeof french = {
  title: doors.pages.bus,
  nav: "Bus",
  choose: "Lijn",
  lastDay: "laatste 24 uur",
  devices: (count, most) => `toestellen: ${count} van ${most}`,
  devicesOpen: (count) => `toestellen: ${count}`,
  noBuses: "Er is geen lijn ingesteld.",
  toConfig: doors.toConfig,
  findings: "Bevindingen",
  severities: { bad: "Storing", warn: "Let op", ok: "In orde" },
  seeFrames: "Frames bekijken",
  testMeter: (channel) => `${channel} testen`,
  finding: {
    "bus-closed": {
      title: () => "De lijn is niet open",
      step: ({ fault }) =>
        `${fault === "" ? "" : `Het systeem meldt: ${fault} `}Kijk de USB-kabel, het pad van de poort en de rechten na, of het adres van de omvormer.`,
    },
    "all-silent": {
      title: (f) => `Geen enkele meter antwoordt${since(f)}`,
      step: ({ attempts }) =>
        `Pogingen: ${attempts}, geen byte. Wissel A en B aan het begin van de lijn; kijk de voeding van de meters, de snelheid en de pariteit na.`,
    },
    "all-spoilt": {
      title: (f) => `Alle antwoorden komen beschadigd aan${since(f)}`,
      step: ({ failed, attempts }) =>
        `Beschadigde pogingen: ${failed} van ${attempts}. Vergelijk snelheid en pariteit met die van de meters; kijk de massa en beide weerstanden van 120 Ω na.`,
    },
    "silent-from": {
      title: (f) => `${f.channels} antwoorden niet meer${since(f)}`,
      step: ({ after }) =>
        `CH${after} antwoordt, alle volgende zwijgen: kijk de kabel vlak na CH${after} na.`,
    },
    silent: {
      title: (f) => `${f.channels}: geen antwoord${since(f)}`,
      step: ({ attempts, addresses }) =>
        `Pogingen: ${attempts}, geen byte. De buren antwoorden, de kabel is dus goed. Kijk de voeding na, adres ${addresses}, dan A en B op de klemmen.`,
    },
    "spoilt-from": {
      title: (f) => `${f.channels}: beschadigde antwoorden${since(f)}`,
      step: ({ after, failed, attempts }) =>
        `Beschadigde pogingen: ${failed} van ${attempts}. Het begint na CH${after}: kijk de kabel tussen CH${after} en de volgende na, de massa, de afsluiting.`,
    },
    spoilt: {
      title: (f) => `${f.channels}: beschadigde antwoorden${since(f)}`,
      step: ({ failed, attempts }) =>
        `Beschadigde pogingen: ${failed} van ${attempts}. Draai de klemmen aan, kijk de aftakking en de massa van deze meter na.`,
    },
    "address-shared": {
      title: ({ addresses }) => `Twee meters delen adres ${addresses}`,
      step: ({ channels }) =>
        `De antwoorden zijn beschadigd en langer dan verwacht${channels === "" ? "" : ` (${channels})`}. Koppel de meters een voor een los en geef elke meter een eigen adres.`,
    },
    refuses: {
      title: (f) => `${f.channels} antwoordt, maar weigert${since(f)}`,
      step: () =>
        "De meter spreekt en kent deze registers niet: kijk het gekozen type of de versie na.",
    },
    late: {
      title: ({ channels }) => `${channels}: late antwoorden`,
      step: ({ late }) =>
        `Antwoorden na de wachttijd: ${late}; geen enkel werd voor een ander genomen. Geef de lijn een langere wachttijd.`,
    },
    "slow-adapter": {
      title: () => "De adapter levert bytes misschien laat af",
      step: ({ fastest }) =>
        `Geen antwoord binnen ${fastest}, van welke meter ook. Zet de latency timer van de USB-adapter op 1 ms.`,
    },
    busy: {
      title: ({ share }) => `De lijn is voor ${share} bezet`,
      step: ({ round }) =>
        `${round === "" ? "" : `Een ronde duurt ${round}. `}Verdeel de meters over twee lijnen of lees minder vaak.`,
    },
    "nothing-yet": {
      title: () => "Er werd nog niets gevraagd",
      step: () => "De cijfers komen met de eerste ronde.",
    },
    "no-meters": {
      title: () => "Op deze lijn is geen meter ingesteld",
      step: () => "Zoek de adressen af en maak van elk antwoord een kanaal.",
    },
    "in-order": {
      title: ({ meters, limit }) =>
        limit === ""
          ? `Toestellen in orde: ${meters}`
          : `Toestellen in orde: ${meters}, antwoord binnen ${limit}`,
      step: ({ round }) =>
        round === "" ? "" : `De laatste ronde hield de gateway ${round} bezig.`,
    },
  },
  stats: "Cijfers van de lijn",
  occupied: "Bezet, laatste uur",
  questions: "Vragen",
  perHour: "per uur",
  median: "Mediane latentie",
  errors: "Fouten",
  round: "Ronde",
  classes: {
    ok: "antwoordt",
    exception: "weigert",
    timeout: "geen antwoord",
    crc: "CRC",
    "wrong-reply": "ander antwoord",
    "bus-down": "lijn dicht",
    late: "te laat",
    open: "wacht",
    noise: "ruis",
  },
  counts: {
    answered: "antwoorden",
    exceptions: "weigeringen",
    timeouts: "geen antwoord",
    badCrcs: "CRC",
    wrongReplies: "andere antwoorden",
    busDowns: "lijn dicht",
    lateReplies: "te laat",
    overlongReplies: "te lang",
  },
  day: "De dag van de lijn",
  dayHint: "een vak per kwartier",
  showData: "Gegevens tonen",
  quarter: "Kwartier",
  failed: "mislukt",
  meters: "Latentie per toestel",
  metersHint: "24 uur, het ziekste eerst",
  metersRegion: "Tabel van latentie, schuift opzij",
  device: "Toestel",
  address: (address) => `adr. ${address}`,
  state: "Toestand",
  errorShare: "fouten",
  states: {
    answers: "antwoordt",
    errors: "antwoordt met fouten",
    silent: "zwijgt",
    unasked: "nog niet bevraagd",
  },
  stripOf: (name) => `Latentie van ${name} over 24 uur`,
  map: (from, to) => `Adressen ${from} tot ${to}`,
  mapKeys: {
    answers: "antwoordt",
    errors: "antwoordt met fouten",
    garbage: "onleesbaar",
    silent: "zwijgt",
    free: "vrij",
    waiting: "wacht",
    unknown: "onbekend",
  },
  twoMeters: "twee meters?",
  makeChannel: "Kanaal maken",
  makeChannels: (count) => (count === "1" ? "Kanaal maken" : `Van alle ${count} een kanaal maken`),
  scan: (from, to) => `Zoeken ${from} tot ${to}`,
  scanStop: "Stoppen",
  scanStates: {
    running: "Zoeken loopt",
    paused: "Gepauzeerd: een ronde leest de meters",
    done: "Zoeken voltooid",
    cancelled: "Zoeken gestopt",
    failed: "Zoeken afgebroken: de lijn is niet open",
  },
  scanProgress: (done, total) => `${done} van ${total}`,
  scanFound: (found) => `gevonden: ${found}`,
  scanRest: (time) => `nog ongeveer ${time}`,
  scanHint: "Elk adres krijgt één onschadelijke leesvraag. De uurronde gaat altijd voor.",
  frames: "Frames",
  framesRegion: "Frames, schuift opzij",
  framesLive: "Volgen",
  download: "Downloaden",
  older: "Oudere",
  all: "alle",
  filterAddress: "Adres",
  filterClass: "Klasse",
  noFrames: "Geen frames.",
  columns: {
    time: "Tijd",
    from: "Adres",
    bytes: "Bytes",
    wait: "Wachttijd",
    end: "Uitkomst",
    says: "Betekenis",
  },
  sent: "verzonden",
  received: "ontvangen",
  says: {
    question: (code, count, from) => `functie ${code}: woord ${from}, aantal ${count}`,
    answer: (words) => `woorden: ${words}`,
    exception: (code) => `exception ${code}`,
    unreadable: "onleesbaar",
    other: (code) => `functie ${code}`,
  },
  check: "Lijn nakijken",
  checkName: "Controle van de lijn",
  checkHint: "Twee seconden luisteren, dan een onschadelijke vraag aan enkele meters.",
  verdicts: {
    good: "De lijn is stil en de meters antwoorden.",
    noise:
      "Er komen bytes binnen terwijl niemand spreekt: kijk de massa, de afsluiting, de polarisatie en naburige kabels na.",
    echo: "De adapter herhaalt wat hij verzendt; de gateway houdt daar rekening mee.",
    garbled:
      "De antwoorden komen beschadigd aan: kijk snelheid en pariteit na, massa, afsluiting, twee meters op één adres.",
    silent: "De lijn is stil, maar niemand antwoordt: kijk A en B, de voeding en de adressen na.",
    closed: "De lijn is niet open: kijk de poort, de USB-kabel of het adres van de omvormer na.",
    "nobody-asked": "De lijn is stil. Er is geen meter ingesteld die kan antwoorden.",
  },
  heard: (count, seconds) => `bytes gehoord in ${seconds} s: ${count}`,
  echo: "Echo",
  echoes: { yes: "ja", no: "nee", unknown: "onbekend", "not-serial": "niet van toepassing" },
  test: {
    name: (meter) => `Test van ${meter}`,
    button: "TEST",
    hint: "Stelt de meter alle vragen en toont elk frame.",
    hintMessage: "Toont het laatste bericht zoals ontvangen en wat het zegt.",
    found: {
      ok: "De meter antwoordt.",
      timeout: "Geen antwoord.",
      crc: "Het antwoord komt beschadigd aan (CRC).",
      short: "Het antwoord is afgebroken.",
      exception: "De meter weigert.",
      "wrong-reply": "Een ander antwoord dan gevraagd.",
      "wrong-type": "Dit is wellicht niet het gekozen type.",
      implausible: "Onwaarschijnlijke waarden.",
      stale: "Het laatste bericht is te oud.",
      "no-message": "Er is geen bericht gekomen.",
      "bad-payload": "Het bericht is niet leesbaar.",
      "bus-down": "De lijn is niet open.",
      config: "Zo niet te testen.",
    },
    advice: {
      timeout: "Kijk de voeding na, het adres, dan A en B op de klemmen.",
      crc: "Kijk de kabel na: massa, afsluiting, aftakking, storing; twee meters op één adres?",
      short: "Kijk de adapter en de klemmen na: het antwoord begint en stopt dan.",
      exception: "Kijk het type of de versie van de meter na: hij kent dit register niet.",
      "wrong-reply": "Kijk het adres na: een andere meter antwoordde, of een laat antwoord kwam.",
      "wrong-type": "Kijk het gekozen type en het serienummer na.",
      implausible: "Kijk de woordvolgorde, de schaal en de transformatorverhouding na.",
      stale: "Kijk na of het toestel aanstaat en de MQTT-broker bereikt.",
      "no-message": "Kijk het toestel, zijn token en zijn topic na; bij een P1-poort de kabel.",
      "bad-payload": "Kijk de vorm van het bericht en het pad van de waarde na.",
      "bus-down": "Kijk de poort, de USB-kabel of het adres van de omvormer na.",
      config: "Verbeter de velden, of bewaar eerst de lijn.",
    },
    questions: "Vragen en antwoorden",
    question: (code, count, from) => `Functie ${code}, woord ${from}, aantal ${count}`,
    nothing: "er kwam niets",
    counters: "Tellers",
    value: "Waarde",
    raw: "Bytes",
    notSupported: "niet beschikbaar",
    optional: "optioneel",
    live: "Waarden van het moment",
    message: "Laatste bericht",
    received: (time, bytes) => `ontvangen ${time}, bytes: ${bytes}`,
    serial: "Serienummer",
    technical: "Technisch detail",
  },
};

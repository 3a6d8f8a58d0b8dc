/** The bus page: a line's last day, its findings, its frames, scans and checks. */

/** Figures of a finding, written for the reader; "" where there is none. */

import { doors } from "./doors.ts";

interface Figures {
  readonly channels: string;
  readonly since: string;
  readonly attempts: string;
  readonly failed: string;
  readonly addresses: string;
  readonly after: string;
  readonly late: string;
  readonly fastest: string;
  readonly share: string;
  readonly meters: string;
  readonly limit: string;
  readonly round: string;
  readonly fault: string;
}

const since = ({ since: time }: Figures) => (time === "" ? "" : ` depuis ${time}`);

export const bus = {
  title: doors.pages.bus,
  nav: "Bus",
  choose: "Ligne",
  lastDay: "24 dernières heures",
  devices: (count: string, most: string) => `appareils : ${count} sur ${most}`,
  devicesOpen: (count: string) => `appareils : ${count}`,
  noBuses: "Aucune ligne n’est configurée.",
  toConfig: doors.toConfig,
  findings: "Constats",
  severities: { bad: "Panne", warn: "Attention", ok: "En ordre" },
  seeFrames: "Voir les trames",
  testMeter: (channel: string) => `Tester ${channel}`,
  finding: {
    "bus-closed": {
      title: () => "La ligne n’est pas ouverte",
      step: ({ fault }: Figures) =>
        `${fault === "" ? "" : `Le système dit : ${fault} `}Vérifier le câble USB, le chemin du port et ses droits, ou l’adresse du convertisseur.`,
    },
    "all-silent": {
      title: (f: Figures) => `Aucun compteur ne répond${since(f)}`,
      step: ({ attempts }: Figures) =>
        `Tentatives : ${attempts}, aucun octet. Échanger A et B au départ de la ligne ; vérifier l’alimentation des compteurs, la vitesse et la parité.`,
    },
    "all-spoilt": {
      title: (f: Figures) => `Toutes les réponses arrivent abîmées${since(f)}`,
      step: ({ failed, attempts }: Figures) =>
        `Tentatives abîmées : ${failed} sur ${attempts}. Comparer la vitesse et la parité avec celles des compteurs ; vérifier la masse et les deux résistances de 120 Ω.`,
    },
    "silent-from": {
      title: (f: Figures) => `${f.channels} ne répondent plus${since(f)}`,
      step: ({ after }: Figures) =>
        `CH${after} répond, tous ceux qui le suivent se taisent : regarder le câble juste après CH${after}.`,
    },
    silent: {
      title: (f: Figures) => `${f.channels} : pas de réponse${since(f)}`,
      step: ({ attempts, addresses }: Figures) =>
        `Tentatives : ${attempts}, aucun octet. Les voisins répondent : le câble tient. Vérifier l’alimentation, l’adresse ${addresses}, puis A et B au bornier.`,
    },
    "spoilt-from": {
      title: (f: Figures) => `${f.channels} : réponses abîmées${since(f)}`,
      step: ({ after, failed, attempts }: Figures) =>
        `Tentatives abîmées : ${failed} sur ${attempts}. Cela commence après CH${after} : regarder le câble entre CH${after} et le suivant, la masse, la terminaison.`,
    },
    spoilt: {
      title: (f: Figures) => `${f.channels} : réponses abîmées${since(f)}`,
      step: ({ failed, attempts }: Figures) =>
        `Tentatives abîmées : ${failed} sur ${attempts}. Resserrer les bornes, regarder la dérivation et la masse de ce compteur.`,
    },
    "address-shared": {
      title: ({ addresses }: Figures) => `Deux compteurs se partagent l’adresse ${addresses}`,
      step: ({ channels }: Figures) =>
        `Les réponses sont abîmées et plus longues que prévu${channels === "" ? "" : ` (${channels})`}. Débrancher un compteur après l’autre, puis donner à chacun sa propre adresse.`,
    },
    refuses: {
      title: (f: Figures) => `${f.channels} répond, mais refuse${since(f)}`,
      step: () =>
        "Le compteur parle et ne connaît pas ces registres : vérifier le type choisi ou sa version.",
    },
    late: {
      title: ({ channels }: Figures) => `${channels} : réponses tardives`,
      step: ({ late }: Figures) =>
        `Réponses venues après le délai : ${late} ; aucune n’a été prise pour une autre. Allonger le délai de la ligne.`,
    },
    "slow-adapter": {
      title: () => "L’adaptateur livre peut-être en retard",
      step: ({ fastest }: Figures) =>
        `Aucune réponse en moins de ${fastest}, quel que soit le compteur. Régler le latency timer de l’adaptateur USB sur 1 ms.`,
    },
    busy: {
      title: ({ share }: Figures) => `La ligne est occupée à ${share}`,
      step: ({ round }: Figures) =>
        `${round === "" ? "" : `Une tournée prend ${round}. `}Répartir les compteurs sur deux lignes ou lire moins souvent.`,
    },
    "nothing-yet": {
      title: () => "Rien n’a encore été demandé",
      step: () => "Les chiffres viennent avec la première tournée.",
    },
    "no-meters": {
      title: () => "Aucun compteur n’est configuré sur cette ligne",
      step: () => "Chercher les adresses, puis faire un canal de chaque réponse.",
    },
    "in-order": {
      title: ({ meters, limit }: Figures) =>
        limit === ""
          ? `Appareils en ordre : ${meters}`
          : `Appareils en ordre : ${meters}, réponse en ${limit} au plus`,
      step: ({ round }: Figures) =>
        round === "" ? "" : `La dernière tournée a occupé la passerelle ${round}.`,
    },
  },
  stats: "Chiffres de la ligne",
  occupied: "Occupation, dernière heure",
  questions: "Questions",
  perHour: "par heure",
  median: "Latence médiane",
  errors: "Erreurs",
  round: "Tournée",
  classes: {
    ok: "répond",
    exception: "refuse",
    timeout: "pas de réponse",
    crc: "CRC",
    "wrong-reply": "autre réponse",
    "bus-down": "ligne fermée",
    late: "en retard",
    open: "en attente",
    noise: "bruit",
  },
  counts: {
    answered: "réponses",
    exceptions: "refus",
    timeouts: "sans réponse",
    badCrcs: "CRC",
    wrongReplies: "autres réponses",
    busDowns: "ligne fermée",
    lateReplies: "en retard",
    overlongReplies: "trop longues",
  },
  day: "Journée de la ligne",
  dayHint: "une case par quart d’heure",
  showData: "Voir les données",
  quarter: "Quart d’heure",
  failed: "échecs",
  meters: "Latence par appareil",
  metersHint: "24 h, le plus malade d’abord",
  metersRegion: "Table de latence, défile de côté",
  device: "Appareil",
  address: (address: string) => `adr. ${address}`,
  state: "État",
  errorShare: "erreurs",
  states: {
    answers: "répond",
    errors: "répond avec erreurs",
    silent: "muet",
    unasked: "pas encore interrogé",
  },
  stripOf: (name: string) => `Latence de ${name} sur 24 h`,
  map: (from: string, to: string) => `Adresses ${from} à ${to}`,
  mapKeys: {
    answers: "répond",
    errors: "répond avec erreurs",
    garbage: "illisible",
    silent: "muet",
    free: "libre",
    waiting: "en attente",
    unknown: "inconnu",
  },
  twoMeters: "deux compteurs ?",
  makeChannel: "En faire un canal",
  makeChannels: (count: string) =>
    count === "1" ? "En faire un canal" : `Faire un canal de chacun des ${count}`,
  scan: (from: string, to: string) => `Chercher ${from} à ${to}`,
  scanStop: "Arrêter",
  scanStates: {
    running: "Recherche en cours",
    paused: "En pause : une tournée lit les compteurs",
    done: "Recherche terminée",
    cancelled: "Recherche arrêtée",
    failed: "Recherche interrompue : la ligne n’est pas ouverte",
  },
  scanProgress: (done: string, total: string) => `${done} sur ${total}`,
  scanFound: (found: string) => `trouvés : ${found}`,
  scanRest: (time: string) => `encore ${time} environ`,
  scanHint:
    "Chaque adresse reçoit une lecture inoffensive. La tournée horaire passe toujours avant.",
  frames: "Trames",
  framesRegion: "Trames, défile de côté",
  framesLive: "Suivre",
  download: "Télécharger",
  older: "Plus anciennes",
  all: "toutes",
  filterAddress: "Adresse",
  filterClass: "Classe",
  noFrames: "Aucune trame.",
  columns: {
    time: "Heure",
    from: "Adresse",
    bytes: "Octets",
    wait: "Attente",
    end: "Issue",
    says: "Sens",
  },
  sent: "envoyé",
  received: "reçu",
  says: {
    question: (code: string, count: string, from: string) =>
      `fonction ${code} : mot ${from}, nombre ${count}`,
    answer: (words: string) => `mots : ${words}`,
    exception: (code: string) => `exception ${code}`,
    unreadable: "illisible",
    other: (code: string) => `fonction ${code}`,
  },
  check: "Vérifier la ligne",
  checkName: "Contrôle de la ligne",
  checkHint: "Deux secondes d’écoute, puis une question inoffensive à quelques compteurs.",
  verdicts: {
    good: "La ligne est calme et les compteurs répondent.",
    noise:
      "Des octets arrivent alors que personne ne parle : vérifier la masse, la terminaison, la polarisation et les câbles voisins.",
    echo: "L’adaptateur répète ce qu’il envoie ; la passerelle en tient compte.",
    garbled:
      "Les réponses arrivent abîmées : vérifier vitesse et parité, masse, terminaison, deux compteurs à la même adresse.",
    silent:
      "La ligne est calme, mais personne ne répond : vérifier A et B, l’alimentation, les adresses.",
    closed:
      "La ligne n’est pas ouverte : vérifier le port, le câble USB ou l’adresse du convertisseur.",
    "nobody-asked": "La ligne est calme. Aucun compteur n’est configuré pour répondre.",
  },
  heard: (count: string, seconds: string) => `octets entendus en ${seconds} s : ${count}`,
  echo: "Écho",
  echoes: { yes: "oui", no: "non", unknown: "inconnu", "not-serial": "sans objet" },
  test: {
    name: (meter: string) => `Test de ${meter}`,
    button: "TEST",
    hint: "Pose toutes les questions au compteur et montre chaque trame.",
    hintMessage: "Montre le dernier message reçu et ce qu’il dit.",
    found: {
      ok: "Le compteur répond.",
      timeout: "Pas de réponse.",
      crc: "La réponse arrive abîmée (CRC).",
      short: "La réponse est coupée.",
      exception: "Le compteur refuse.",
      "wrong-reply": "Une autre réponse que celle demandée.",
      "wrong-type": "Ce n’est sans doute pas le type choisi.",
      implausible: "Des valeurs invraisemblables.",
      stale: "Le dernier message est trop ancien.",
      "no-message": "Aucun message n’est venu.",
      "bad-payload": "Le message n’est pas lisible.",
      "bus-down": "La ligne n’est pas ouverte.",
      config: "Impossible à tester ainsi.",
    },
    advice: {
      timeout: "Vérifier l’alimentation, l’adresse, puis A et B au bornier.",
      crc: "Vérifier le câble : masse, terminaison, dérivation, parasites ; deux compteurs à la même adresse ?",
      short: "Vérifier l’adaptateur et les bornes : la réponse commence, puis s’arrête.",
      exception: "Vérifier le type du compteur ou sa version : il ne connaît pas ce registre.",
      "wrong-reply": "Vérifier l’adresse : un autre compteur a répondu, ou une réponse tardive.",
      "wrong-type": "Vérifier le type choisi et le numéro de série.",
      implausible: "Vérifier l’ordre des mots, l’échelle et le rapport du transformateur.",
      stale: "Vérifier que l’appareil est allumé et joint le courtier MQTT.",
      "no-message": "Vérifier l’appareil, son jeton et son topic ; pour un port P1, le câble.",
      "bad-payload": "Vérifier le format du message et le chemin de la valeur.",
      "bus-down": "Vérifier le port, le câble USB ou l’adresse du convertisseur.",
      config: "Corriger la saisie, ou enregistrer d’abord la ligne.",
    },
    questions: "Questions et réponses",
    question: (code: string, count: string, from: string) =>
      `Fonction ${code}, mot ${from}, nombre ${count}`,
    nothing: "rien n’est venu",
    counters: "Compteurs",
    value: "Valeur",
    raw: "Octets",
    notSupported: "non disponible",
    optional: "facultatif",
    live: "Valeurs du moment",
    message: "Dernier message",
    received: (time: string, bytes: string) => `reçu le ${time}, octets : ${bytes}`,
    serial: "Numéro de série",
    technical: "Détail technique",
  },
};

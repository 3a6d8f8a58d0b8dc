import type { bus as french } from "../fr/bus.ts";
import { doors } from "./doors.ts";

const since = ({ since: time }: { readonly since: string }) =>
  time === "" ? "" : ` since ${time}`;

export const bus: typeof french = {
  title: doors.pages.bus,
  nav: "Bus",
  choose: "Line",
  lastDay: "last 24 hours",
  devices: (count, most) => `devices: ${count} of ${most}`,
  devicesOpen: (count) => `devices: ${count}`,
  noBuses: "No line is configured.",
  toConfig: doors.toConfig,
  findings: "Findings",
  severities: { bad: "Failure", warn: "Attention", ok: "In order" },
  seeFrames: "See the frames",
  testMeter: (channel) => `Test ${channel}`,
  finding: {
    "bus-closed": {
      title: () => "The line is not open",
      step: ({ fault }) =>
        `${fault === "" ? "" : `The system says: ${fault} `}Check the USB cable, the path of the port and its permissions, or the converter’s address.`,
    },
    "all-silent": {
      title: (f) => `No meter answers${since(f)}`,
      step: ({ attempts }) =>
        `Attempts: ${attempts}, not a byte. Swap A and B where the line begins; check the meters’ supply, the speed and the parity.`,
    },
    "all-spoilt": {
      title: (f) => `All answers arrive spoilt${since(f)}`,
      step: ({ failed, attempts }) =>
        `Spoilt attempts: ${failed} of ${attempts}. Compare speed and parity with those of the meters; check the ground and both 120 Ω resistors.`,
    },
    "silent-from": {
      title: (f) => `${f.channels} no longer answer${since(f)}`,
      step: ({ after }) =>
        `CH${after} answers, all after it are silent: look at the cable right behind CH${after}.`,
    },
    silent: {
      title: (f) => `${f.channels}: no answer${since(f)}`,
      step: ({ attempts, addresses }) =>
        `Attempts: ${attempts}, not a byte. The neighbours answer, so the cable holds. Check the supply, address ${addresses}, then A and B at the terminals.`,
    },
    "spoilt-from": {
      title: (f) => `${f.channels}: spoilt answers${since(f)}`,
      step: ({ after, failed, attempts }) =>
        `Spoilt attempts: ${failed} of ${attempts}. It begins after CH${after}: look at the cable between CH${after} and the next one, the ground, the termination.`,
    },
    spoilt: {
      title: (f) => `${f.channels}: spoilt answers${since(f)}`,
      step: ({ failed, attempts }) =>
        `Spoilt attempts: ${failed} of ${attempts}. Tighten the terminals, look at this meter’s stub and ground.`,
    },
    "address-shared": {
      title: ({ addresses }) => `Two meters share address ${addresses}`,
      step: ({ channels }) =>
        `The answers are spoilt and longer than they should be${channels === "" ? "" : ` (${channels})`}. Disconnect one meter after the other, then give each its own address.`,
    },
    refuses: {
      title: (f) => `${f.channels} answers but refuses${since(f)}`,
      step: () =>
        "The meter speaks and does not know these registers: check the chosen type or its version.",
    },
    late: {
      title: ({ channels }) => `${channels}: late answers`,
      step: ({ late }) =>
        `Answers that came after the wait: ${late}; none was taken for another. Give the line a longer wait.`,
    },
    "slow-adapter": {
      title: () => "The adapter may hand bytes on late",
      step: ({ fastest }) =>
        `No answer within ${fastest}, whichever the meter. Set the USB adapter’s latency timer to 1 ms.`,
    },
    busy: {
      title: ({ share }) => `The line is ${share} occupied`,
      step: ({ round }) =>
        `${round === "" ? "" : `A round takes ${round}. `}Spread the meters over two lines or read less often.`,
    },
    "nothing-yet": {
      title: () => "Nothing was asked yet",
      step: () => "Figures come with the first round.",
    },
    "no-meters": {
      title: () => "No meter is configured on this line",
      step: () => "Scan the addresses, then make a channel of each answer.",
    },
    "in-order": {
      title: ({ meters, limit }) =>
        limit === ""
          ? `Devices in order: ${meters}`
          : `Devices in order: ${meters}, answers within ${limit}`,
      step: ({ round }) =>
        round === "" ? "" : `The last round kept the gateway busy for ${round}.`,
    },
  },
  stats: "Figures of the line",
  occupied: "Occupied, last hour",
  questions: "Questions",
  perHour: "per hour",
  median: "Median latency",
  errors: "Errors",
  round: "Round",
  classes: {
    ok: "answers",
    exception: "refuses",
    timeout: "no answer",
    crc: "CRC",
    "wrong-reply": "another answer",
    "bus-down": "line closed",
    late: "late",
    open: "waiting",
    noise: "noise",
  },
  counts: {
    answered: "answers",
    exceptions: "refusals",
    timeouts: "no answer",
    badCrcs: "CRC",
    wrongReplies: "other answers",
    busDowns: "line closed",
    lateReplies: "late",
    overlongReplies: "too long",
  },
  day: "The line’s day",
  dayHint: "one cell a quarter of an hour",
  showData: "Show the data",
  quarter: "Quarter of an hour",
  failed: "failures",
  meters: "Latency by device",
  metersHint: "24 h, the sickest first",
  metersRegion: "Table of latency, scrolls sideways",
  device: "Device",
  address: (address) => `addr. ${address}`,
  state: "State",
  errorShare: "errors",
  states: {
    answers: "answers",
    errors: "answers with errors",
    silent: "silent",
    unasked: "not asked yet",
  },
  stripOf: (name) => `Latency of ${name} over 24 h`,
  map: (from, to) => `Addresses ${from} to ${to}`,
  mapKeys: {
    answers: "answers",
    errors: "answers with errors",
    garbage: "unreadable",
    silent: "silent",
    free: "free",
    waiting: "waiting",
    unknown: "unknown",
  },
  twoMeters: "two meters?",
  makeChannel: "Make a channel",
  makeChannels: (count) =>
    count === "1" ? "Make a channel" : `Make a channel of each of the ${count}`,
  scan: (from, to) => `Scan ${from} to ${to}`,
  scanStop: "Stop",
  scanStates: {
    running: "Scan running",
    paused: "Paused: a round reads the meters",
    done: "Scan finished",
    cancelled: "Scan stopped",
    failed: "Scan broken off: the line is not open",
  },
  scanProgress: (done, total) => `${done} of ${total}`,
  scanFound: (found) => `found: ${found}`,
  scanRest: (time) => `about ${time} left`,
  scanHint: "Each address gets one harmless read. The hourly round always goes first.",
  frames: "Frames",
  framesRegion: "Frames, scrolls sideways",
  framesLive: "Follow",
  download: "Download",
  older: "Older",
  all: "all",
  filterAddress: "Address",
  filterClass: "Class",
  noFrames: "No frames.",
  columns: {
    time: "Time",
    from: "Address",
    bytes: "Bytes",
    wait: "Wait",
    end: "Outcome",
    says: "Meaning",
  },
  sent: "sent",
  received: "received",
  says: {
    question: (code, count, from) => `function ${code}: word ${from}, count ${count}`,
    answer: (words) => `words: ${words}`,
    exception: (code) => `exception ${code}`,
    unreadable: "unreadable",
    other: (code) => `function ${code}`,
  },
  check: "Check the line",
  checkName: "Line check",
  checkHint: "Two seconds of listening, then a harmless question to a few meters.",
  verdicts: {
    good: "The line is quiet and the meters answer.",
    noise:
      "Bytes arrive while nobody speaks: check the ground, the termination, the bias and neighbouring cables.",
    echo: "The adapter repeats what it sends; the gateway takes account of it.",
    garbled:
      "Answers arrive spoilt: check speed and parity, ground, termination, two meters at one address.",
    silent: "The line is quiet, but nobody answers: check A and B, the supply, the addresses.",
    closed: "The line is not open: check the port, the USB cable or the converter’s address.",
    "nobody-asked": "The line is quiet. No meter is configured that could answer.",
  },
  heard: (count, seconds) => `bytes heard in ${seconds} s: ${count}`,
  echo: "Echo",
  echoes: { yes: "yes", no: "no", unknown: "unknown", "not-serial": "does not apply" },
  test: {
    name: (meter) => `Test of ${meter}`,
    button: "TEST",
    hint: "Asks the meter everything and shows every frame.",
    hintMessage: "Shows the newest message as received and what it says.",
    found: {
      ok: "The meter answers.",
      timeout: "No answer.",
      crc: "The answer arrives spoilt (CRC).",
      short: "The answer is cut off.",
      exception: "The meter refuses.",
      "wrong-reply": "Another answer than the one asked for.",
      "wrong-type": "This is probably not the chosen type.",
      implausible: "Implausible values.",
      stale: "The newest message is too old.",
      "no-message": "No message has come.",
      "bad-payload": "The message cannot be read.",
      "bus-down": "The line is not open.",
      config: "Cannot be tested like this.",
    },
    advice: {
      timeout: "Check the supply, the address, then A and B at the terminals.",
      crc: "Check the cable: ground, termination, stub, noise; two meters at one address?",
      short: "Check the adapter and the terminals: the answer begins and then stops.",
      exception: "Check the meter’s type or version: it does not know this register.",
      "wrong-reply": "Check the address: another meter answered, or a late answer came.",
      "wrong-type": "Check the chosen type and the serial number.",
      implausible: "Check the word order, the scale and the transformer ratio.",
      stale: "Check that the device is on and reaches the MQTT broker.",
      "no-message": "Check the device, its token and its topic; of a P1 port, the cable.",
      "bad-payload": "Check the form of the message and the path of the value.",
      "bus-down": "Check the port, the USB cable or the converter’s address.",
      config: "Correct the fields, or save the line first.",
    },
    questions: "Questions and answers",
    question: (code, count, from) => `Function ${code}, word ${from}, count ${count}`,
    nothing: "nothing came",
    counters: "Counters",
    value: "Value",
    raw: "Bytes",
    notSupported: "not supported",
    optional: "optional",
    live: "Values of the moment",
    message: "Newest message",
    received: (time, bytes) => `received ${time}, bytes: ${bytes}`,
    serial: "Serial number",
    technical: "Technical detail",
  },
};

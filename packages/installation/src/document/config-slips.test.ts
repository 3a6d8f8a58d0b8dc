// What an installer's slips are answered with, word for word. A block is: what went wrong; what is
// replaced in the valid file, → by what, ⏎ for a line end, ⇥ for a tab and ∅ for nothing; the message.

import { MegaError } from "@mega/domain";
import { expect, test } from "vitest";
import { slip } from "../testing/config-slip.ts";
import { parseConfig } from "./load-config.ts";

const slips = `
a tab before a key
    bus: line → ⇥bus: line
line 13: found "\\tbus: line"; allowed: spaces at the start of a line, no tabs

one space too few
    profile: e →    profile: e
line 12: found "   profile: eastron-sdm630"; allowed: a hyphen before each entry of a list, and its
keys under each other

two spaces too few
    address: 4 →   address: 4
line 14: found "  address: 4"; allowed: the same number of spaces before all keys of one group

no space after the colon
name: Flat 1A⏎ → name:Flat 1A⏎
line 20: found "    name:Flat 1A"; allowed: key: value, with a space after the colon

a colon in a name
name: Flat 1A⏎ → name: Flat: 1A⏎
line 20: found "    name: Flat: 1A"; allowed: keys of one group under each other; a text with a
colon and a space in quotes

a quote left open
name: Flat 1A⏎ → name: "Flat 1A⏎
line 25: found ""; allowed: a closing quote or bracket for each opening one; the open one may be
further up

a key written twice
address: 4 → address: 4⏎    address: 5
line 15: found "    address: 5"; allowed: each key of a group once

a second document
channels: → ---⏎channels:
line 18: found "---"; allowed: one document, without a second line ---

another form of the file
version: 1 → version: 2
/version, line 2: found 2; allowed: 1

a model that does not exist
MEGA16 → MEGA17
/gateway/model, line 4: found "MEGA17"; allowed: MEGA16, MEGA32, MEGA64, MEGA128

a yes for a true
MEGA16 → MEGA16, demo: yes
/gateway/demo, line 4: found "yes"; allowed: true or false

a broker to publish to that is not there
embedded: {} → embedded: {}⏎  publish: [{ broker: home }]
/mqtt/publish/0/broker, line 10: found "home"; allowed: a broker of this file, which has none

publishing to the own broker without a login for readers
embedded: {} → embedded: {}⏎  publish: [{ user: ha }]
/mqtt/publish/0/password, line 10: found nothing; allowed: the login by which readers come to the
gateway's own broker

publishing twice to one broker
embedded: {} → embedded: {}⏎  publish: [{ user: a, password: long-enough }, { user: b, password: long-enough }]
/mqtt/publish/1/broker, line 10: found nothing; allowed: a broker that stands once in this list

a discovery prefix with a wildcard
embedded: {} → embedded: {}⏎  publish: [{ user: a, password: long-enough, discoveryPrefix: "ha/#" }]
/mqtt/publish/0/discoveryPrefix, line 10: found "ha/#"; allowed: lower-case letters, digits, _ and
-, with / between the parts

an unknown time zone
Hollestraat 1 → Hollestraat 1, timeZone: Mars/North
/building/timeZone, line 3: found "Mars/North"; allowed: an IANA name such as Europe/Brussels

an interval that no round has
gateway: → rounds: { intervalMinutes: 10 }⏎gateway:
/rounds/intervalMinutes, line 4: found 10; allowed: 15, 30, 60

an address of 0
address: 4 → address: 0
/meters/0/address, line 14: found 0; allowed: a whole number from 1 to 247

an address of 300
address: 4 → address: 300
/meters/0/address, line 14: found 300; allowed: a whole number from 1 to 247

an address in quotes
address: 4 → address: "4"
/meters/0/address, line 14: found "4"; allowed: a whole number from 1 to 247, without quotes

an address that is missing
    address: 4⏎ → ∅
/meters/0/address, line 11: found nothing; allowed: the meter's address, 1 to 247

an address used twice
  - id: w1 →   - { id: m2, profile: emm220, bus: line, address: 4 }⏎  - id: w1
/meters/1/address, line 15: found 4; allowed: an address that no other meter of the bus has ("m1"
has it); two channels may name the same meter

an address away from a bus
profile: mqtt-water → profile: mqtt-water⏎    address: 7
/meters/1/address, line 17: found 7; allowed: an address only together with a bus

a bus that is missing
    bus: line⏎ → ∅
/meters/0/bus, line 11: found nothing; allowed: a bus of this file: line

a bus of another name
bus: line → bus: lijn
/meters/0/bus, line 13: found "lijn"; allowed: a bus of this file: line

a meter without a place
    bus: line⏎    address: 4⏎ → ∅
/meters/0, line 11: found none of them; allowed: exactly one of bus with address, p1Port, mqtt, or manual

a meter in two places
address: 4 → address: 4⏎    p1Port: p
/meters/0, line 11: found bus and p1Port; allowed: exactly one of bus with address, p1Port, mqtt, or manual

a meter's name used twice
id: w1 → id: m1
/meters/1/id, line 15: found "m1"; allowed: a name that stands once (/meters/0 has it)

a name in capitals
- id: m1 → - id: M1
/meters/0/id, line 11: found "M1"; allowed: 1 to 31 lower-case letters, digits and hyphens

a profile written as on the meter
eastron-sdm630 → SDM630 M
/meters/0/profile, line 12: found "SDM630 M"; allowed: 1 to 31 lower-case letters, digits and hyphens

a decimal comma
address: 4 → address: 4⏎    ratedMaximumPerHour: 69,5
/meters/0/ratedMaximumPerHour, line 15: found "69,5"; allowed: digits, with a dot before decimals:
69 or 27.5

a ratio as one number
address: 4 → address: 4⏎    factor: 40
/meters/0/factor, line 15: found 40; allowed: a group of the keys numerator, denominator

an equipment id away from a P1 port
address: 4 → address: 4⏎    equipmentId: G1
/meters/0/equipmentId, line 15: found "G1"; allowed: an equipment id only together with a p1Port

a token that is too short
a-token-of-its-own → short
/meters/1/mqtt/token, line 17: found a text of 5 characters; allowed: text of 8 to 255 characters

a hardware address that is too short
a4cf12b3d4e5 → a4cf12b3d4
/meters/1/mqtt/mac, line 17: found "a4cf12b3d4"; allowed: 12 hexadecimal digits, with or without :
or - between them

a topic with a wildcard
mac: a4cf → topic: 'house/#', mac: a4cf
/meters/1/mqtt/topic, line 17: found "house/#"; allowed: a topic of 1 to 255 characters without +
and #

a unit that the gateway does not know
mac: a4cf → unit: kW, mac: a4cf
/meters/1/mqtt/unit, line 17: found "kW"; allowed: Wh, kWh, MWh, varh, kvarh, MJ, GJ, L, m3, Wmin

a broker that is not there
  embedded: {} →   brokers: []
/meters/1/mqtt/broker, line 17: found nothing; allowed: a broker of this file, which has none, or
mqtt.embedded: {} for the own one

a broker without its scheme
  embedded: {} →   brokers: [{ id: b, url: '10.0.0.5:1883' }]
/mqtt/brokers/0/url, line 9: found "10.0.0.5:1883"; allowed: mqtt://HOST:PORT or mqtts://HOST:PORT,
without user name or password

an empty group
embedded: {} → embedded:
/mqtt/embedded, line 9: found nothing; allowed: a group of the keys host, port; {} for none of them

a group where a list is wanted
  - id: line⏎    link →   id: line⏎  link
/buses, line 6: found a group of the keys id, link; allowed: a list of at most 16 entries, each
beginning with a hyphen; [] for none

a speed that no line has
USB0 } → USB0, baud: 9601 }
/buses/0/link/baud, line 7: found 9601; allowed: 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200

a speed in quotes
USB0 } → USB0, baud: '9600' }
/buses/0/link/baud, line 7: found "9600"; allowed: 1200, 2400, 4800, 9600, 19200, 38400, 57600,
115200, without quotes

a device of another system
/dev/ttyUSB0 → COM3
/buses/0/link/path, line 7: found "COM3"; allowed: the path of a device: /dev/ttyUSB0

a link of no known kind
kind: tty → kind: serial
/buses/0/link/kind, line 7: found "serial"; allowed: tty, rtu-over-tcp, modbus-tcp

a link without its kind
kind: tty,  → ∅
/buses/0/link/kind, line 7: found nothing; allowed: tty, rtu-over-tcp, modbus-tcp

a link without its port
kind: tty, path: /dev/ttyUSB0 → kind: modbus-tcp, host: 10.0.0.9
/buses/0/link/port, line 7: found nothing; allowed: a whole number from 1 to 65535

a host with its port
kind: tty, path: /dev/ttyUSB0 → kind: modbus-tcp, host: "10.0.0.9:502", port: 502
/buses/0/link/host, line 7: found "10.0.0.9:502"; allowed: a host name or an IP address, without
http:// and without a port

two buses on one device
buses:⏎ → buses:⏎  - { id: l2, link: { kind: tty, path: /dev/ttyUSB0 } }⏎
/buses/1/link, line 8: found "/dev/ttyUSB0"; allowed: a device that nothing else uses ("l2" uses it)

a channel number used twice
no: 2 → no: 1
/channels/1/no, line 22: found 1; allowed: a number that stands once (/channels/0 has it)

a channel beyond the model
no: 2 → no: 17
/channels/1/no, line 22: found 17; allowed: 1 to 16 on a MEGA16

a channel on a meter that is not there
trip⏎    meter: m1 → trip⏎    meter: m3
/channels/1/meter, line 24: found "m3"; allowed: a meter of this file: m1, w1

a short name
Flat 1A⏎ → 1A⏎
/channels/0/name, line 20: found "1A"; allowed: text of 4 to 31 characters, no control characters

a name left empty
name: Flat 1A⏎ → name:⏎
/channels/0/name, line 20: found nothing; allowed: text of 4 to 31 characters, no control characters

a name that is missing
    name: Flat 1A⏎ → ∅
/channels/0/name, line 19: found nothing; allowed: text of 4 to 31 characters, no control characters

a unit that a channel does not have
name: Flat 1A⏎ → name: Flat 1A⏎    unit: Wh⏎
/channels/0/unit, line 21: found "Wh"; allowed: Wh+, Wh-, gas, water, heat

a key of another name
Hollestraat 1 → Hollestraat 1, city: Gent
/building/city, line 3: found the key "city"; allowed: only the keys name, timeZone

a mail address without its domain
channels: → mail: { server: smtp.example.org, to: anna }⏎channels:
/mail/to, line 18: found "anna"; allowed: one address such as name@example.org

a line end in a mail address
channels: → mail: { server: smtp.example.org, to: "a@example.org\\nBcc: x@example.org" }⏎channels:
/mail/to, line 18: found "a@example.org\\nBcc: x@example.org"; allowed: one address such as
name@example.org

a time that no day has
channels: → mail: { server: s.example.org, to: a@example.org, report: { at: "24:00" } }⏎channels:
/mail/report/at, line 18: found "24:00"; allowed: a time from 00:00 to 23:59 with two digits each,
such as 08:00

a day that February lacks
channels: → mail: { server: s.example.org, to: a@example.org, report: { dayOfMonth: 31 } }⏎channels:
/mail/report/dayOfMonth, line 18: found 31; allowed: a whole number from 1 to 28

an account without its password
channels: → mail: { server: s.example.org, to: a@example.org, account: anna }⏎channels:
/mail/password, line 18: found nothing; allowed: the account's password

an address that would get the mail twice
channels: → mail: { server: s.example.org, to: a@example.org, cc: [A@example.org] }⏎channels:
/mail/cc/0, line 18: found "A@example.org"; allowed: an address that stands once
`;

const blocks = slips
  .trim()
  .split("\n\n")
  .map((block) => {
    const [title = "", change = "", ...message] = block.split("\n");
    const [from = "", to = ""] = change
      .split(" → ")
      .map((part) => part.replaceAll("⏎", "\n").replaceAll("⇥", "\t").replace("∅", ""));
    return { title, from, to, message: message.join(" ") };
  });

/** The faults of a refused file, one a line; "accepted" for a file without any. */
function answerTo(text: string): string {
  try {
    parseConfig(text, "f");
    return "accepted";
  } catch (error) {
    if (!(error instanceof MegaError)) throw error;
    return error.message.replace("f is not a valid configuration:\n  ", "");
  }
}

test.each(blocks)("$title is answered with its place, its value and what is allowed", (block) => {
  expect(answerTo(slip(block.from, block.to))).toBe(block.message);
});

test.each([
  ["nothing", ""],
  ["comments alone", "# to be written\n"],
])("a file that holds %s is told which keys belong into it", (_, text) => {
  expect(answerTo(text)).toMatch(
    /^the file: found nothing; allowed: a group of the keys version, building, gateway, /,
  );
});

test("a file in another encoding is told which is wanted", () => {
  const text = Buffer.from(slip("MEGA16", "MEGA32"), "utf16le").toString("utf8");
  expect(answerTo(text)).toBe("the file: found other bytes; allowed: UTF-8 text");
});

test("several faults are named in one answer", () => {
  expect(answerTo(slip("address: 4", "address: 0").replace("no: 2", "no: 0")).split("\n")).toEqual([
    "/meters/0/address, line 14: found 0; allowed: a whole number from 1 to 247",
    "  /channels/1/no, line 22: found 0; allowed: a whole number from 1 to 128",
  ]);
});

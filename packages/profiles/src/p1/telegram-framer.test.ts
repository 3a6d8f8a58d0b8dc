import fc from "fast-check";
import { expect, test } from "vitest";
import { crc16Arc } from "./crc16-arc.ts";
import { type FramerEvent, TELEGRAM_LENGTH_MAX, TelegramFramer } from "./telegram-framer.ts";
import { bytesOf, checksumOf, telegramBytes } from "./testing/telegrams.ts";

const lines = ["/MGA5TEST", "", "1-0:1.8.1(000123.456*kWh)", "1-0:1.8.2(000000.001*kWh)", "!"];

test("the checksum of the standard check string is the published one", () => {
  expect(crc16Arc(bytesOf("123456789"))).toBe(0xbb3d);
});

test("the checksum agrees with a division of polynomials done bit by bit", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(crc16Arc(bytes)).toBe(checksumOf(bytes));
    }),
  );
});

test("a telegram comes out whole however the stream is chopped", () => {
  const stream = telegramBytes(lines);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), (cuts) => {
      const framer = new TelegramFramer();
      const events: FramerEvent[] = [];
      let at = 0;
      for (const cut of cuts) {
        events.push(...framer.push(stream.subarray(at, at + cut)));
        at += cut;
      }
      events.push(...framer.push(stream.subarray(at)));
      expect(events.map((event) => event.kind)).toEqual(["telegram"]);
    }),
  );
});

test("a checksum without its leading zeros is taken", () => {
  // A line is varied until the checksum begins with a zero.
  for (let serial = 0; serial < 1000; serial++) {
    const body = `/MGA5TEST\r\n\r\n0-0:96.1.1(${serial})\r\n!`;
    const crc = checksumOf(bytesOf(body));
    if (crc >= 0x1000) continue;
    const stream = bytesOf(`${body}${crc.toString(16).toUpperCase()}\r\n`);
    expect(new TelegramFramer().push(stream)).toMatchObject([{ kind: "telegram", crc: "good" }]);
    return;
  }
  expect.unreachable("no checksum began with a zero");
});

test("one flipped bit anywhere in a telegram is noticed", () => {
  const stream = telegramBytes(lines);
  const bodyLength = stream.indexOf(0x21);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: bodyLength - 1 }),
      fc.integer({ min: 0, max: 7 }),
      (at, bit) => {
        const garbled = stream.slice();
        garbled[at] = (garbled[at] ?? 0) ^ (1 << bit);
        const events = new TelegramFramer().push(garbled);
        expect(events.filter((event) => event.kind === "telegram")).toEqual([]);
      },
    ),
  );
});

test("a telegram that follows a torn one is not lost", () => {
  const stream = telegramBytes(lines);
  for (let cut = 1; cut < stream.length; cut++) {
    const framer = new TelegramFramer();
    const events = [...framer.push(stream.subarray(0, cut)), ...framer.push(stream)];
    const good = events.filter((event) => event.kind === "telegram" && event.crc === "good");
    // Without the last line end a telegram is whole all the same.
    expect(good.length, `cut at ${cut}`).toBe(cut >= stream.length - 2 ? 2 : 1);
  }
});

test("an identifier with bytes beyond ASCII keeps its checksum", () => {
  const body = new Uint8Array([...bytesOf("/MGA5"), 0xab, ...bytesOf("\r\n\r\n!")]);
  const crc = checksumOf(body).toString(16).toUpperCase().padStart(4, "0");
  const events = new TelegramFramer().push(new Uint8Array([...body, ...bytesOf(`${crc}\r\n`)]));
  expect(events).toMatchObject([{ kind: "telegram", crc: "good" }]);
});

test("a telegram without a checksum is handed on as such", () => {
  expect(new TelegramFramer().push(telegramBytes(lines, "absent"))).toMatchObject([
    { kind: "telegram", crc: "absent" },
  ]);
});

test("a stream without an end fills no more than one buffer and recovers", () => {
  const framer = new TelegramFramer();
  const endless = new Uint8Array(3 * TELEGRAM_LENGTH_MAX).fill(0x41);
  endless[0] = 0x2f;
  expect(framer.push(endless)).toEqual([{ kind: "too-long" }]);
  expect(framer.heldBytes).toBe(0);
  expect(framer.push(telegramBytes(lines))).toMatchObject([{ kind: "telegram" }]);
});

test("no bytes make the framer throw, hold too much or miss the telegram after them", () => {
  const noise = fc.array(fc.oneof(fc.constantFrom(0x2f, 0x21, 0x0a, 0x0d), fc.nat(255)), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(noise, (garbage) => {
      const framer = new TelegramFramer();
      framer.push(new Uint8Array(garbage));
      const events = [...framer.push(telegramBytes(lines)), ...framer.push(telegramBytes(lines))];
      expect(framer.heldBytes).toBeLessThanOrEqual(TELEGRAM_LENGTH_MAX);
      expect(events.filter((event) => event.kind === "telegram").length).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});

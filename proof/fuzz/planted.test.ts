// Errors planted into the parts that are fuzzed: each oracle has to see its own, or it proves nothing.

import { expect, test } from "vitest";
import type { MeterReading } from "../../apps/gateway/src/acquisition/meter-reading.ts";
import { Mailbox } from "../../apps/gateway/src/acquisition/mqtt/mailbox.ts";
import { P1Mailbox } from "../../apps/gateway/src/acquisition/p1/p1-mailbox.ts";
import { checkDocument } from "../../apps/gateway/src/configuration/check-document.ts";
import { proposalOfText } from "../../apps/gateway/src/configuration/proposed-document.ts";
import { tableOf } from "../../apps/gateway/src/network/nmcli-text.ts";
import { readAnswer } from "../../apps/gateway/src/time-source/sntp-packet.ts";
import { decodeEntry } from "../../packages/ledger/src/entry/envelope.ts";
import { crc16 } from "../../packages/modbus/src/frame/crc.ts";
import { lineTiming } from "../../packages/modbus/src/master/line-timing.ts";
import { MbapEngine } from "../../packages/modbus/src/master/mbap-engine.ts";
import { RtuEngine } from "../../packages/modbus/src/master/rtu-engine.ts";
import { defaultBusSettings } from "../../packages/modbus/src/master/settings.ts";
import { decodeP1 } from "../../packages/profiles/src/p1/decode-p1.ts";
import { profileCheck } from "../../packages/profiles/src/profile-check.ts";
import type { FuzzTarget } from "./run/fuzz-target.ts";
import { runCases } from "./run/run-cases.ts";
import { configurationTargetOf } from "./targets/configuration.ts";
import { entriesTargetOf } from "./targets/entries.ts";
import { httpTargetOf } from "./targets/http.ts";
import { importsTargetOf } from "./targets/imports.ts";
import { mbapTargetOf } from "./targets/mbap.ts";
import { mqttTargetOf } from "./targets/mqtt.ts";
import { nmcliTargetOf } from "./targets/nmcli.ts";
import { p1TargetOf } from "./targets/p1.ts";
import { profilesTargetOf } from "./targets/profiles.ts";
import { rtuTargetOf } from "./targets/rtu.ts";
import { rtuOverTcpTargetOf } from "./targets/rtu-over-tcp.ts";
import { sntpTargetOf } from "./targets/sntp.ts";

const line = lineTiming({ baud: 9600, charBits: 10, latencyMs: 0 });

async function kindsFound(target: FuzzTarget, count = 3000): Promise<readonly string[]> {
  const { broken } = await runCases(target, { name: "planted", seed: 5, from: 0, count });
  return Object.entries(broken).flatMap(([kind, times]) => (times > 0 ? [kind] : []));
}

test("a serial master that mends checksums instead of checking them invents readings", async () => {
  /** Gives every lump of more than four bytes the checksum that it lacks. */
  class Careless extends RtuEngine {
    override take(bytes: Uint8Array, nowMs: number) {
      const copy = bytes.slice();
      if (copy.length > 4) {
        const crc = crc16(copy, 0, copy.length - 2);
        copy.set([crc & 0xff, crc >> 8], copy.length - 2);
      }
      return super.take(copy, nowMs);
    }
  }
  const target = rtuTargetOf(() => new Careless(defaultBusSettings, line, () => undefined));
  expect(await kindsFound(target)).toContain("invented");
});

test("a serial master that forgets what it gave up takes a late answer for another's", async () => {
  class Forgetful extends RtuEngine {
    override heldUntilMs(_unit: number, _request: never, nowMs: number) {
      return nowMs;
    }
  }
  const settings = { ...defaultBusSettings, ghostLifetimeMs: 0 };
  const target = rtuTargetOf(() => new Forgetful(settings, line, () => undefined));
  expect(await kindsFound(target, 8000)).toContain("invented");
});

test("a TCP master that takes any unit is seen", async () => {
  expect(await kindsFound(mbapTargetOf(() => new MbapEngine(true)))).toContain("invented");
});

test("a TCP master that loses what is left over of a segment is deaf", async () => {
  class Lossy extends MbapEngine {
    override take(bytes: Uint8Array, nowMs: number) {
      return super.take(bytes.subarray(0, bytes.length - (bytes.length % 2)), nowMs);
    }
  }
  expect(await kindsFound(mbapTargetOf((anyUnit) => new Lossy(anyUnit)))).not.toEqual([]);
});

test("a telegram reader that gives 0 for what is missing is seen", async () => {
  const zero: typeof decodeP1 = (profile, telegram, context) => {
    const decoded = decodeP1(profile, telegram, context);
    const counts = Object.entries(decoded.counts).map(([name, count]) => [
      name,
      count.kind === "count" ? count : { kind: "count", count: 0, decimals: 3, unit: "kWh" },
    ]);
    return { ...decoded, counts: Object.fromEntries(counts) };
  };
  expect(
    await kindsFound(
      p1TargetOf(zero, () => new P1Mailbox()),
      300,
    ),
  ).toContain("invented");
});

test("a mailbox that counts retained messages is seen", async () => {
  const target = mqttTargetOf((meters) => {
    const mailbox = new Mailbox(meters);
    return {
      deliver: (delivery) => mailbox.deliver({ ...delivery, retained: false }),
      takeForRound: (meterId, options) => mailbox.takeForRound(meterId, options),
    };
  });
  expect(await kindsFound(target)).toContain("invented");
});

test("a mailbox that reads past a comma too many is seen", async () => {
  const target = mqttTargetOf((meters) => {
    const mailbox = new Mailbox(meters);
    const lenient = (payload: Uint8Array) =>
      Buffer.from(Buffer.from(payload).toString("latin1").replace(",}", "}"), "latin1");
    return {
      deliver: (delivery) => mailbox.deliver({ ...delivery, payload: lenient(delivery.payload) }),
      takeForRound: (meterId, options) => mailbox.takeForRound(meterId, options),
    };
  });
  expect(await kindsFound(target)).toContain("invented");
});

test("a mailbox that gives 0 for null is seen", async () => {
  const zero = (reading: MeterReading): MeterReading => ({
    ...reading,
    counters: reading.counters.map((counter) =>
      counter.observed.kind === "count"
        ? counter
        : { ...counter, observed: { kind: "count" as const, count: 0 } },
    ),
  });
  const target = mqttTargetOf((meters) => {
    const mailbox = new Mailbox(meters);
    return {
      deliver: (delivery) => mailbox.deliver(delivery),
      takeForRound: (meterId, options) => zero(mailbox.takeForRound(meterId, options)),
    };
  });
  expect(await kindsFound(target, 300)).toContain("invented");
});

test("a check that lets a wrong document through is seen, and one that throws", async () => {
  const blind = configurationTargetOf((document, ground) => {
    const checked = checkDocument(document, ground);
    const isSecond = checked.kind === "faulty" && checked.faults[0]?.code === "unknown-key";
    return isSecond
      ? { kind: "good", config: document as never, installation: {} as never }
      : checked;
  });
  expect(await kindsFound(blind, 1500)).toContain("invented");
  const throwing = configurationTargetOf((document, ground) => {
    const name = (document as { readonly building: { readonly name: string } }).building.name;
    return checkDocument(name === "" ? null : document, ground);
  });
  expect(await kindsFound(throwing, 500)).toContain("crash");
});

test("an import that leaves the last row out is seen", async () => {
  const target = importsTargetOf((desk, { format, text }, ground) =>
    proposalOfText(desk, { format, text: text.replace(/\n"[^\n]*\n$/, "\n") }, ground),
  );
  expect(await kindsFound(target, 150)).toContain("invented");
});

test("a server that fails, or refuses without saying so, is seen", async () => {
  const target = httpTargetOf((app) => {
    const inject = app.inject.bind(app) as (asked: object) => Promise<{ statusCode: number }>;
    const failing = async (asked: object) => {
      const answer = await inject(asked);
      return answer.statusCode === 404 ? Object.assign(answer, { statusCode: 500 }) : answer;
    };
    return { inject: failing } as never;
  });
  expect(await kindsFound(target, 400)).toContain("crash");
});

test("a time from another's packet is seen", async () => {
  const trusting: typeof readAnswer = (packet) => readAnswer(packet, packet.subarray(24, 32));
  expect(await kindsFound(sntpTargetOf(trusting))).toContain("invented");
});

test("a table split at every colon is seen", async () => {
  const naive = (text: string) => text.split("\n").map((row) => row.split(":"));
  expect(await kindsFound(nmcliTargetOf(naive), 500)).toContain("invented");
  expect(tableOf("a:b")).toEqual([["a", "b"]]);
});

test("a converter's master that believes the copy of another reply is seen", async () => {
  const noLine = lineTiming({ baud: 0, charBits: 10, latencyMs: 2 });
  /** Forgets what it heard with each question. */
  class Believing extends RtuEngine {
    constructor() {
      super({ ...defaultBusSettings, ghostLifetimeMs: 0 }, noLine, () => undefined);
    }
  }
  const target = rtuOverTcpTargetOf(() => new Believing());
  expect(await kindsFound(target, 8000)).toContain("invented");
});

test("a reader that takes a hurt entry for the one before is seen", async () => {
  let good: ReturnType<typeof decodeEntry> | undefined;
  const target = entriesTargetOf((bytes) => {
    const decoded = decodeEntry(bytes);
    if (decoded.ok) good = decoded;
    return decoded.ok ? decoded : (good ?? decoded);
  });
  expect(await kindsFound(target, 400)).toContain("invented");
});

test("a check of profiles that does not run their vectors is seen", async () => {
  const target = profilesTargetOf((json) =>
    profileCheck(json).filter(({ message }) => !/The (words of the )?vector/.test(message)),
  );
  expect(await kindsFound(target)).toContain("invented");
});

/** Telegrams of P1 ports (DSMR 2.2 to 5.0, e-MUCS P1) through mailbox, framer, parser and decoder. */

import { P1Mailbox } from "../../../apps/gateway/src/acquisition/p1/p1-mailbox.ts";
import { decodeP1 } from "../../../packages/profiles/src/p1/decode-p1.ts";
import { loadP1Profiles } from "../../../packages/profiles/src/p1/load-p1.ts";
import type { P1Profile } from "../../../packages/profiles/src/p1/p1-profile.ts";
import { telegramBytes } from "../../../packages/profiles/src/p1/testing/telegrams.ts";
import type { FuzzRandom } from "../draw/random.ts";
import { inLumps, joined } from "../draw/spoil-bytes.ts";
import type { FuzzCase, FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import type { Template } from "./p1/draw-telegram.ts";
import { drawTelegram, templatesOf } from "./p1/draw-telegram.ts";
import { latin1Text, telegramChecksum } from "./p1/own-checksum.ts";
import { countsBorneOut, linesOf } from "./p1/own-reading.ts";

type Decode = typeof decodeP1;
type Kept = NonNullable<P1Mailbox["newest"]>;

export const p1Target: FuzzTarget = p1TargetOf(decodeP1, () => new P1Mailbox());

/** The target over other parts, to see the oracle at work. */
export function p1TargetOf(
  decode: Decode,
  makeMailbox: () => Pick<P1Mailbox, "feed" | "newest">,
): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => {
      const profiles = [...loadP1Profiles().values()].map(({ profile }) => profile);
      const templates = templatesOf(profiles);
      return {
        draw: (random) => p1Case(random, { profiles, templates, decode, mailbox: makeMailbox() }),
      };
    },
  };
}

interface Parts {
  readonly profiles: readonly P1Profile[];
  readonly templates: readonly Template[];
  readonly decode: Decode;
  readonly mailbox: Pick<P1Mailbox, "feed" | "newest">;
}

function p1Case(random: FuzzRandom, parts: Parts): FuzzCase {
  const junk = random.once(4) ? random.bytes(random.between(1, 60)) : new Uint8Array(0);
  const stream = joined(junk, drawTelegram(random, parts.templates));
  const lumps = inLumps(random, stream);
  const receivedAtMs = Date.UTC(2026, 4, 2, 14, 3, random.below(60));
  return {
    show: () => JSON.stringify(latin1Text(stream)),
    judge: () => judgeStream(lumps, receivedAtMs, parts),
  };
}

function judgeStream(lumps: readonly Uint8Array[], receivedAtMs: number, parts: Parts): Verdict {
  const { mailbox } = parts;
  for (const lump of lumps) mailbox.feed(lump, receivedAtMs);
  const kept = mailbox.newest;
  const why = kept === undefined ? undefined : unborne(kept, joined(...lumps), parts);
  if (why !== undefined) return broken("invented", why);
  return deafness(mailbox) ?? (kept === undefined ? refused : accepted);
}

function unborne(kept: Kept, stream: Uint8Array, parts: Parts): string | undefined {
  const torn = tornness(kept, stream);
  if (torn !== undefined) return torn;
  const lines = linesOf(kept.bytes);
  for (const profile of parts.profiles) {
    const { counts } = parts.decode(profile, kept.telegram, {
      timeZone: "Europe/Brussels",
      receivedAtMs: kept.receivedAtMs,
    });
    for (const [name, count] of Object.entries(counts)) {
      const spec = profile.counters[name];
      if (count.kind !== "count" || spec === undefined) continue;
      const isWhole = Number.isSafeInteger(count.count) && count.count >= 0;
      if (isWhole && countsBorneOut(profile, spec, lines).includes(BigInt(count.count))) continue;
      return `${profile.id} ${name}: ${count.count} stands nowhere.`;
    }
  }
  return undefined;
}

/** No digit up to the end of the line, or to the next telegram where the end was lost. */
const nothingBehind = /^(?:[^\S\n]{8}|[^\S\n]*(?:\n|\/|$))/;

/** What is kept stands in the stream as it is, and the checksum that it claims, or none, follows it. */
function tornness({ bytes, crc }: Kept, stream: Uint8Array): string | undefined {
  const sent = Buffer.from(stream);
  let at = sent.indexOf(bytes);
  if (at < 0) return "The telegram was never sent.";
  for (; at >= 0; at = sent.indexOf(bytes, at + 1)) {
    const tail = latin1Text(stream.subarray(at + bytes.length, at + bytes.length + 12));
    if (crc === "absent") {
      if (nothingBehind.test(tail)) return undefined;
      continue;
    }
    const written = /^\s*([0-9a-fA-F]{1,4})/.exec(tail)?.[1] ?? "";
    if (Number.parseInt(written, 16) === telegramChecksum(bytes)) return undefined;
  }
  return crc === "absent"
    ? "It is taken without a checksum, and one stands behind it."
    : "Its checksum stands nowhere behind it.";
}

const good = telegramBytes(["/TST5\\1", "", "1-3:0.2.8(50)", "1-0:1.8.0(000001.000*kWh)", "!"]);

/** Of two good telegrams, the second is read whatever came before. */
function deafness(mailbox: Parts["mailbox"]): Verdict | undefined {
  mailbox.feed(good, 1);
  mailbox.feed(good, 2);
  return mailbox.newest?.receivedAtMs === 2
    ? undefined
    : broken("hang", "Deaf to a good telegram afterwards.");
}

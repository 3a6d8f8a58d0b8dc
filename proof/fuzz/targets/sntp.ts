/** Packets of time servers (RFC 5905 §7.3): a time only where the packet answers our question. */

import { readAnswer } from "../../../apps/gateway/src/time-source/sntp-packet.ts";
import { hexOf, spoilBytes } from "../draw/spoil-bytes.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";

const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
/** Seconds from 1900 to 1970. */
const unixFrom1900S = 2_208_988_800n;

export const sntpTarget: FuzzTarget = sntpTargetOf(readAnswer);

/** The target over another reader, to see the oracle at work. */
export function sntpTargetOf(read: typeof readAnswer): FuzzTarget {
  return {
    batchCases: 1_000_000,
    prepare: () => ({
      draw: (random) => {
        const packet = random.bytes(48);
        packet[0] = 0x24 | (random.once(6) ? random.byte() : 0);
        packet[1] = random.once(4) ? random.byte() : random.between(1, 15);
        packet.set(nonce, 24);
        const sent = random.once(2) ? spoilBytes(random, packet) : packet;
        return { show: () => hexOf(sent), judge: () => judgePacket(sent, read) };
      },
    }),
  };
}

function judgePacket(packet: Uint8Array, read: typeof readAnswer): Verdict {
  const answer = read(packet, nonce);
  if (answer.kind !== "answered") return refused;
  const [head = 0, stratum = 0] = packet;
  const isOurs = packet.length >= 48 && nonce.every((byte, at) => packet[24 + at] === byte);
  const isServer = (head & 7) === 4 && head >> 6 !== 3 && stratum >= 1 && stratum <= 15;
  if (!isOurs || !isServer) return broken("invented", "A time from a packet that is no answer.");
  // The oracle cuts a fraction off, the reader has the nearest float of it.
  const isRight = Math.abs(answer.sentAtMs - sentMs(packet)) <= 1;
  return isRight ? accepted : broken("invented", `The time ${answer.sentAtMs} stands nowhere.`);
}

/** The transmit timestamp, in whole numbers to the end; before 1968 the next era is meant. */
function sentMs(packet: Uint8Array): number {
  const words = Buffer.from(packet).readBigUInt64BE(40);
  const seconds = words >> 32n;
  const since1900 = seconds >= 1n << 31n ? seconds : seconds + (1n << 32n);
  const fractionMs = ((words & 0xffff_ffffn) * 1000n) >> 32n;
  return Number((since1900 - unixFrom1900S) * 1000n + fractionMs);
}

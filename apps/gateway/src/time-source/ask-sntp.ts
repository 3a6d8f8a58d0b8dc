/** One question to one time server over UDP. Packets that are no answer to it are passed over. */

import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import type { Clock } from "@mega/domain";
import { offsetOf, questionPacket, readAnswer } from "./sntp-packet.ts";

/** The port of NTP. */
export const SNTP_PORT = 123;
/** Packets passed over before the answer. */
const FOREIGN_MAX = 20;

/** Whom to ask. */
export interface SntpQuestion {
  readonly clock: Clock;
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly withinMs: number;
}

/** What became of a question. */
export type SntpOutcome =
  | {
      readonly kind: "answered";
      readonly offsetMs: number;
      readonly delayMs: number;
      readonly stratum: number;
      readonly leap: "none" | "insert" | "delete";
    }
  | { readonly kind: "kiss"; readonly code: string }
  | { readonly kind: "unsynchronised" }
  /** `foreign` says what came instead, "" when nothing did. */
  | { readonly kind: "timeout"; readonly foreign: string }
  | { readonly kind: "unreachable"; readonly said: string };

/** Asks; never rejects. */
export function askSntp(question: SntpQuestion): Promise<SntpOutcome> {
  const { clock, address, family, port, withinMs } = question;
  const nonce = randomBytes(8);
  return new Promise((resolve) => {
    const socket = createSocket(family === 6 ? "udp6" : "udp4");
    let foreign = "";
    let passedOver = 0;
    let sentAtMs = 0;
    let sentMs = 0;
    const cancel = clock.setTimer(withinMs, () => end({ kind: "timeout", foreign }));
    let ended = false;
    function end(outcome: SntpOutcome): void {
      if (ended) return;
      ended = true;
      cancel();
      socket.close();
      resolve(outcome);
    }
    socket.on("error", (error) => end({ kind: "unreachable", said: wordsOf(error) }));
    socket.on("message", (packet) => {
      // Elapsed time is monotonic: the system's clock may be set while the answer is on its way.
      const gotMs = sentAtMs + (clock.monotonicMs() - sentMs);
      const answer = readAnswer(packet, nonce);
      if (answer.kind === "foreign") {
        foreign = answer.why;
        passedOver += 1;
        if (passedOver >= FOREIGN_MAX) end({ kind: "timeout", foreign });
      } else if (answer.kind === "answered") {
        const instants = { serverGotMs: answer.receivedAtMs, serverSentMs: answer.sentAtMs };
        const { stratum, leap } = answer;
        const found = offsetOf({ sentMs: sentAtMs, gotMs, ...instants });
        end({ kind: "answered", ...found, stratum, leap });
      } else end(answer);
    });
    // A connected socket hears its server only, and hears that nobody listens there.
    socket.connect(port, address, () => {
      sentAtMs = clock.nowMs();
      sentMs = clock.monotonicMs();
      socket.send(questionPacket(nonce), (error) => {
        if (error !== null) end({ kind: "unreachable", said: wordsOf(error) });
      });
    });
  });
}

function wordsOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

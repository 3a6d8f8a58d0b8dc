/**
 * The bytes received since the last question, and the hunt for the frame that answers it.
 *
 * The hunt moves forward only. At each offset it asks: is this the start of our own question coming
 * back (an adapter with echo), of a reply that was given up (a ghost), or of the reply we await? The
 * CRC confirms or refuses; a refused offset costs one byte. An incomplete start holds the hunt until
 * its bytes are here or the line has been silent long enough (`final`), so that the payload of one
 * frame is never taken for another.
 */

import { crcHolds } from "../frame/crc.ts";
import { matchResponseStart, responseFrameLength } from "../frame/rtu.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { decodeResponse } from "../pdu/response.ts";
import { isSameRequest } from "../pdu/same-request.ts";
import type { Ghost, GhostList } from "./ghosts.ts";

/** Two of the longest frames fit, with a burst of noise between them. */
const capacityBytes = 1024;

/** What is hunted for; without a question only ghosts are. */
export interface Prey {
  readonly unit: number;
  readonly request: ModbusRequest;
  /** The frame as it was sent, or `undefined` when the adapter is known to have no echo. */
  echo: Uint8Array | undefined;
}

export type Catch =
  | { readonly kind: "nothing" }
  | { readonly kind: "echo" }
  | { readonly kind: "ghost"; readonly ghost: Ghost; readonly pdu: Uint8Array }
  /** A refusal that several questions could have got. */
  | { readonly kind: "stray" }
  | { readonly kind: "frame"; readonly pdu: Uint8Array; readonly length: number };

const nothing: Catch = { kind: "nothing" };
const echoCaught: Catch = { kind: "echo" };
const strayCaught: Catch = { kind: "stray" };

export class ReceiveBuffer {
  readonly #bytes = new Uint8Array(capacityBytes);
  #start = 0;
  #end = 0;
  /** An incomplete start of a frame stands at the head of the hunt. */
  holding = false;
  /** A start with all its bytes failed its CRC. */
  failedWhole = false;
  /** Bytes passed over that belong to no frame, since the buffer was made. */
  droppedBytes = 0;
  /** With fewer bytes than this a start that is held cannot become anything else. */
  #decidesAtEnd = 0;

  clear(): void {
    this.droppedBytes += this.#end - this.#start;
    this.#start = 0;
    this.#end = 0;
    this.holding = false;
    this.failedWhole = false;
    this.#decidesAtEnd = 0;
  }

  /** Bytes received since the last clear that are not part of an echo or a ghost. */
  get length(): number {
    return this.#end;
  }

  push(chunk: Uint8Array): void {
    let from = Math.max(0, chunk.length - capacityBytes);
    this.droppedBytes += from;
    const need = chunk.length - from;
    if (this.#end + need > capacityBytes) {
      const keep = Math.min(this.#end - this.#start, capacityBytes - need);
      this.droppedBytes += this.#end - this.#start - keep;
      this.#bytes.copyWithin(0, this.#end - keep, this.#end);
      this.#start = 0;
      this.#end = keep;
      this.#decidesAtEnd = 0;
    }
    for (; from < chunk.length; from++) this.#bytes[this.#end++] = chunk[from] ?? 0;
  }

  /** Hunts on from where it stopped; call again after an echo or a ghost. */
  hunt(prey: Prey | undefined, ghosts: GhostList, final: boolean): Catch {
    if (!final && this.#end < this.#decidesAtEnd) return nothing;
    this.holding = false;
    while (this.#start < this.#end) {
      const found = this.#at(prey, ghosts, final);
      if (found === "hold") {
        this.holding = true;
        return nothing;
      }
      if (found !== undefined) return found;
      this.#start++;
      this.droppedBytes++;
    }
    return nothing;
  }

  /** Whether any whole frame of any unit stands in what was received and not recognised. */
  holdsOtherFrame(): boolean {
    for (let at = 0; at + 4 <= this.#end; at++) {
      const length = responseFrameLength(this.#bytes, at, this.#end);
      if (typeof length !== "number" || at + length > this.#end) continue;
      if (crcHolds(this.#bytes, at, at + length)) return true;
    }
    return false;
  }

  #at(prey: Prey | undefined, ghosts: GhostList, final: boolean): Catch | "hold" | undefined {
    const bytes = this.#bytes;
    const available = this.#end - this.#start;
    // The fewest bytes with which a candidate is decided; none where there is no candidate.
    let needed = Number.POSITIVE_INFINITY;
    if (prey?.echo !== undefined) {
      const same = samePrefix(bytes, this.#start, available, prey.echo);
      if (same && available >= prey.echo.length) {
        this.#cut(prey.echo.length);
        return echoCaught;
      }
      if (same && available >= 2) needed = available + 1;
    }
    for (const ghost of ghosts.all) {
      if (prey !== undefined && isPreyItself(ghost, prey)) continue;
      const length = matchResponseStart(bytes, this.#start, this.#end, ghost.unit, ghost.request);
      if (length === "none") continue;
      if (length === "more") needed = available + 1;
      else if (length > available) needed = Math.min(needed, length);
      else if (this.#isFrame(length)) {
        const caught = whoseReply(ghost, this.#pdu(length), prey, ghosts);
        if (caught === undefined) continue;
        this.#cut(length);
        return caught;
      }
    }
    if (prey !== undefined) {
      const length = matchResponseStart(bytes, this.#start, this.#end, prey.unit, prey.request);
      if (length === "more") needed = available + 1;
      else if (length !== "none" && length > available) needed = Math.min(needed, length);
      else if (length !== "none") {
        if (this.#isFrame(length)) {
          const pdu = this.#pdu(length);
          this.#start += length;
          return { kind: "frame", pdu, length };
        }
        this.failedWhole = true;
      }
    }
    if (final || needed === Number.POSITIVE_INFINITY) return undefined;
    this.#decidesAtEnd = this.#start + needed;
    return "hold";
  }

  /** The PDU of the frame of this length at the head of the hunt: a view, not a copy. */
  #pdu(length: number): Uint8Array {
    return this.#bytes.subarray(this.#start + 1, this.#start + length - 2);
  }

  #isFrame(length: number): boolean {
    return crcHolds(this.#bytes, this.#start, this.#start + length);
  }

  /** Takes recognised bytes out, so that they count as neither noise nor a stranger's frame. */
  #cut(length: number): void {
    this.#bytes.copyWithin(this.#start, this.#start + length, this.#end);
    this.#end -= length;
    this.#decidesAtEnd = 0;
  }
}

/**
 * A refusal tells neither address nor length. One that a ghost and somebody else could have got is
 * nobody's: it is passed over, and the ghost, whose full reply may still come, stays. Losing a refusal
 * costs one more question; giving it to the wrong one would cost a wrong conclusion.
 */
function whoseReply(
  ghost: Ghost,
  pdu: Uint8Array,
  prey: Prey | undefined,
  ghosts: GhostList,
): Catch | undefined {
  const { kind } = decodeResponse(ghost.request, pdu);
  if (kind === "wrong") return undefined;
  const caught: Catch = { kind: "ghost", ghost, pdu: pdu.slice() };
  if (kind === "response") return caught;
  const sameFunction = (unit: number, request: ModbusRequest) =>
    unit === ghost.unit && request.kind === ghost.request.kind;
  const rivals = ghosts.all.filter(({ unit, request }) => sameFunction(unit, request)).length - 1;
  const preyToo = prey !== undefined && sameFunction(prey.unit, prey.request);
  return rivals > 0 || preyToo ? strayCaught : caught;
}

function isPreyItself(ghost: Ghost, prey: Prey): boolean {
  return ghost.unit === prey.unit && isSameRequest(ghost.request, prey.request);
}

function samePrefix(
  bytes: Uint8Array,
  start: number,
  available: number,
  wanted: Uint8Array,
): boolean {
  const length = Math.min(available, wanted.length);
  for (let index = 0; index < length; index++) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}

/**
 * What passes between a gateway and its server through a broker that nobody trusts: who carries it can
 * neither read it, nor change it, nor speak in anybody's name; he can drop it, and send it once more.
 * A CBOR array of 8 fields in this order, in the one deterministic encoding (RFC 8949 §4.2.1):
 *
 *   0 version     1
 *   1 kind        "batch" and "ask" go up, "ack" and "call" go down
 *   2 gatewayId   the gateway that sends, or is meant
 *   3 generation  of its box
 *   4 number      16 random bytes; an answer has that of its question
 *   5 start       16 random bytes: the first counter block
 *   6 sealed      the content under AES-256-CTR (NIST SP 800-38A §6.5)
 *   7 proof       HMAC-SHA256 (RFC 2104) of the encoding of fields 0 to 6
 *
 * The keys follow from the hash of the gateway's secret, which both ends have: others for each direction
 * and for each of the two purposes.
 */

import { createCipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type CborValue, decodeCanonical, encodeCanonical } from "@mega/ledger";

/** What passes, and in which direction. */
const pipeKinds = { batch: "up", ack: "down", ask: "up", call: "down" } as const;
/** A kind of message. */
export type PipeKind = keyof typeof pipeKinds;
/** Which way. */
export type PipeDirection = (typeof pipeKinds)[PipeKind];

/** Bytes of a message; brokers take a megabyte unless they are told otherwise. */
export const PIPE_BYTES_MAX = 960 * 1024;

/** The keys of one gateway and direction, 32 bytes each. */
export interface PipeKeys {
  readonly seal: Uint8Array;
  readonly proof: Uint8Array;
}

/** What a message says of itself. */
export interface PipeHead {
  readonly kind: PipeKind;
  readonly gatewayId: number;
  readonly generation: number;
  /** 16 bytes. */
  readonly number: Uint8Array;
}

/** A message that is not proved yet. */
export interface PipeEnvelope extends PipeHead {
  readonly start: Uint8Array;
  readonly sealed: Uint8Array;
  readonly proof: Uint8Array;
}

const VERSION = 1;
const NUMBER_BYTES = 16;
const PROOF_BYTES = 32;

/**
 * The keys of a direction.
 *
 * @param secretHash SHA-256 of the secret of the gateway's credential, 32 bytes
 */
export function pipeKeysOf(secretHash: Uint8Array, direction: PipeDirection): PipeKeys {
  const derived = (purpose: string) =>
    createHmac("sha256", secretHash).update(`mega pipe 1 ${direction} ${purpose}`).digest();
  return { seal: derived("seal"), proof: derived("proof") };
}

/** Where messages of a direction pass: "mega/4711/up"; a broker's wildcard in the gateway's place. */
export function pipeTopic(gatewayId: number | "+", direction: PipeDirection): string {
  return `mega/${gatewayId}/${direction}`;
}

/** The gateway that a topic names; undefined where it is none of this direction. */
export function gatewayOfTopic(topic: string, direction: PipeDirection): number | undefined {
  const [, id, of] = /^mega\/([1-9]\d{0,9})\/([a-z]+)$/.exec(topic) ?? [];
  return id !== undefined && of === direction ? Number(id) : undefined;
}

/** The number of a new message. */
export function makePipeNumber(): Uint8Array {
  return new Uint8Array(randomBytes(NUMBER_BYTES));
}

/** The bytes of a message. */
export function sealPipe(keys: PipeKeys, head: PipeHead, content: Uint8Array): Uint8Array {
  const start = new Uint8Array(randomBytes(NUMBER_BYTES));
  const envelope = { ...head, start, sealed: enciphered(keys, start, content) };
  const proof = proofOf(keys, envelope);
  return encodeCanonical([...fieldsOf(envelope), proof]);
}

/** Reads a message as far as it can be without its keys; undefined when it is none. */
export function readPipe(bytes: Uint8Array): PipeEnvelope | undefined {
  if (bytes.length > PIPE_BYTES_MAX) return undefined;
  const value = decodeCanonical(bytes);
  if (!Array.isArray(value) || value.length !== 8) return undefined;
  const [version, kind, gatewayId, generation, number, start, sealed, proof] =
    value as readonly CborValue[];
  if (version !== VERSION || !isKind(kind) || !isCount(gatewayId) || !isCount(generation)) {
    return undefined;
  }
  if (!isBytes(number, NUMBER_BYTES) || !isBytes(start, NUMBER_BYTES)) return undefined;
  if (!(sealed instanceof Uint8Array) || !isBytes(proof, PROOF_BYTES)) return undefined;
  return { kind, gatewayId, generation, number, start, sealed, proof };
}

/** Whether a message was made with these keys. */
export function provesPipe(keys: PipeKeys, envelope: PipeEnvelope): boolean {
  return timingSafeEqual(proofOf(keys, envelope), envelope.proof);
}

/** The content of a message that is proved; undefined when it is not. */
export function openPipe(keys: PipeKeys, envelope: PipeEnvelope): Uint8Array | undefined {
  if (!provesPipe(keys, envelope)) return undefined;
  return enciphered(keys, envelope.start, envelope.sealed);
}

/** The same step seals and opens. */
function enciphered({ seal }: PipeKeys, start: Uint8Array, content: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-256-ctr", seal, start);
  return new Uint8Array(Buffer.concat([cipher.update(content), cipher.final()]));
}

function proofOf({ proof }: PipeKeys, envelope: Omit<PipeEnvelope, "proof">): Uint8Array {
  return createHmac("sha256", proof)
    .update(encodeCanonical(fieldsOf(envelope)))
    .digest();
}

function fieldsOf(envelope: Omit<PipeEnvelope, "proof">): readonly CborValue[] {
  const { kind, gatewayId, generation, number, start, sealed } = envelope;
  return [VERSION, kind, gatewayId, generation, number, start, sealed];
}

function isKind(value: CborValue | undefined): value is PipeKind {
  return typeof value === "string" && Object.hasOwn(pipeKinds, value);
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

function isBytes(value: CborValue | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

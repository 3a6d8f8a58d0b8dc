/** Deterministic CBOR (RFC 8949 §4.2.1) looked at by rules of our own, without making values of it. */

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Why bytes are not the one encoding of a value; undefined when they are. */
export function canonicalFault(bytes: Uint8Array): string | undefined {
  try {
    const end = itemEnd(Buffer.from(bytes), 0);
    return end === bytes.length ? undefined : "bytes follow";
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
}

function itemEnd(bytes: Buffer, at: number): number {
  const major = bytes.readUInt8(at) >> 5;
  if (major === 7) return simpleEnd(bytes, at);
  const { value, end } = argumentAt(bytes, at);
  switch (major) {
    case 0:
    case 1:
      return end;
    case 2:
    case 3: {
      const text = bytes.subarray(end, end + value);
      if (text.length !== value) throw new Error("a text is cut");
      if (major === 3) decoder.decode(text);
      return end + value;
    }
    case 4: {
      let next = end;
      for (let left = value; left > 0; left--) next = itemEnd(bytes, next);
      return next;
    }
    case 5:
      return mapEnd(bytes, end, value);
    default:
      throw new Error("a tag");
  }
}

function mapEnd(bytes: Buffer, from: number, count: number): number {
  let at = from;
  let before: Buffer | undefined;
  for (let left = count; left > 0; left--) {
    const keyEnd = itemEnd(bytes, at);
    const key = bytes.subarray(at, keyEnd);
    if (key.readUInt8(0) >> 5 !== 3) throw new Error("a key that is no text");
    if (before !== undefined && Buffer.compare(before, key) >= 0)
      throw new Error("keys out of order");
    before = key;
    at = itemEnd(bytes, keyEnd);
  }
  return at;
}

/** false, true and null; no undefined, no float. */
function simpleEnd(bytes: Buffer, at: number): number {
  if ([0xf4, 0xf5, 0xf6].includes(bytes.readUInt8(at))) return at + 1;
  throw new Error("a value that no entry holds");
}

function argumentAt(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  const short = bytes.readUInt8(at) & 0x1f;
  if (short < 24) return { value: short, end: at + 1 };
  if (short > 27) throw new Error("an indefinite length");
  const size = 1 << (short - 24);
  const value = size === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, size);
  const least = [24, 0x100, 0x1_0000, 0x1_0000_0000][short - 24] ?? 24;
  if (value < least) throw new Error("a number longer than it needs");
  return { value, end: at + 1 + size };
}

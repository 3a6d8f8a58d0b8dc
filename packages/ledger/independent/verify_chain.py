"""Checks the test vectors or a chain of entries with nothing but Python's standard library.

Written from docs/internals/ledger.md alone, with its own CBOR reader and its own AES, so that a
mistake of the product cannot hide in a library that both use.

    python3 verify_chain.py vectors FILE.json     prints "ok", entries and head hash
    python3 verify_chain.py chain < hex lines     the same for one entry a line
"""

import hashlib
import json
import sys


class Wrong(Exception):
    """What is wrong with an entry."""


def read_item(data, at):
    """One CBOR item in its deterministic encoding (RFC 8949, 4.2.1), and where it ends."""
    if at >= len(data):
        raise Wrong("ends too early")
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        if low in (20, 21, 22):
            return {20: False, 21: True, 22: None}[low], at
        raise Wrong("a simple value or float that no entry has")
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(low)
    if size is None:
        if low > 23:
            raise Wrong("indefinite or reserved length")
        value = low
    else:
        value = int.from_bytes(data[at : at + size], "big")
        at += size
        least = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[size]
        if value < least:
            raise Wrong("a whole number longer than it need be")
    if major == 0:
        return value, at
    if major == 1:
        return -1 - value, at
    if major in (2, 3):
        piece = data[at : at + value]
        if len(piece) != value:
            raise Wrong("ends too early")
        return (piece if major == 2 else piece.decode("utf-8")), at + value
    if major == 4:
        items = []
        for _ in range(value):
            item, at = read_item(data, at)
            items.append(item)
        return items, at
    if major == 5:
        fields, before = {}, b""
        for _ in range(value):
            start = at
            key, at = read_item(data, at)
            if not isinstance(key, str) or data[start:at] <= before:
                raise Wrong("map keys are texts in the order of their bytes")
            before = data[start:at]
            fields[key], at = read_item(data, at)
        return fields, at
    raise Wrong("a tag")


def read_entry(data):
    """The 14 fields of an entry."""
    fields, at = read_item(data, 0)
    if at != len(data) or not isinstance(fields, list) or len(fields) != 14:
        raise Wrong("not an entry")
    return fields


def check_chain(entries):
    """Checks (bytes, expected hash or None) in order; the hash of the last one."""
    before, seq, ledger = bytes(32), 0, None
    for data, expected in entries:
        seq += 1
        fields = read_entry(data)
        if fields[0] != 1 or fields[3] != seq:
            raise Wrong(f"entry {seq}: format {fields[0]}, seq {fields[3]}")
        if fields[4] != before:
            raise Wrong(f"entry {seq}: does not follow the one before")
        if ledger not in (None, fields[1]):
            raise Wrong(f"entry {seq}: another ledger")
        ledger = fields[1]
        before = hashlib.sha256(b"\x00" + data).digest()
        if expected is not None and before != expected:
            raise Wrong(f"entry {seq}: hash")
    return seq, before


def multiply(a, b):
    """In the field of AES."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def make_sbox():
    box = []
    for value in range(256):
        inverse = next((x for x in range(256) if multiply(value, x) == 1), 0)
        out = 0x63
        for turn in range(5):
            out ^= ((inverse << turn) | (inverse >> (8 - turn))) & 0xFF
        box.append(out)
    return box


SBOX = make_sbox()


def expand_key(key):
    words = [list(key[at : at + 4]) for at in range(0, 32, 4)]
    round_constant = 1
    while len(words) < 60:
        word = list(words[-1])
        if len(words) % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= round_constant
            round_constant = multiply(round_constant, 2)
        elif len(words) % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[-8], word)])
    return [sum(words[at : at + 4], []) for at in range(0, 60, 4)]


def encrypt_block(keys, block):
    state = [a ^ b for a, b in zip(block, keys[0])]
    for turn in range(1, 15):
        state = [SBOX[b] for b in state]
        state = [state[(at + 4 * (at % 4)) % 16] for at in range(16)]
        if turn < 14:
            mixed = []
            for at in range(0, 16, 4):
                col = state[at : at + 4]
                for row in range(4):
                    a, b, c, d = (col[(row + step) % 4] for step in range(4))
                    mixed.append(multiply(a, 2) ^ multiply(b, 3) ^ c ^ d)
            state = mixed
        state = [a ^ b for a, b in zip(state, keys[turn])]
    return bytes(state)


def open_value(key, seq, source_no, sealed):
    """Count (None for none) and raw bytes."""
    keys, plain = expand_key(key), b""
    for number in range((len(sealed) + 15) // 16):
        counter = seq.to_bytes(8, "big") + source_no.to_bytes(4, "big") + number.to_bytes(4, "big")
        stream = encrypt_block(keys, counter)
        piece = sealed[16 * number : 16 * number + 16]
        plain += bytes(a ^ b for a, b in zip(piece, stream))
    plus_one, at = 0, 0
    while True:
        plus_one |= (plain[at] & 127) << (7 * at)
        at += 1
        if plain[at - 1] < 128:
            return (plus_one - 1 if plus_one else None), plain[at:]


def open_entry(data, keys):
    """The sealed values of an entry as (source, time, count, raw)."""
    fields = read_entry(data)
    seq, kind, body = fields[3], fields[5], fields[13]
    if kind == "ReadingCorrected":
        key = keys[body["sourceNo"], body["month"]]
        count, _ = open_value(key, seq, body["sourceNo"], body["sealed"])
        return [(body["sourceNo"], body["takenAtMs"], count, None)]
    values, at, taken = [], 0, body["dueAtMs"]
    for source_no, offset, length in zip(body["sources"], body["offsets"], body["lengths"]):
        taken += offset
        count, raw = None, b""
        if length:
            piece = body["sealed"][at : at + length]
            count, raw = open_value(keys[source_no, body["month"]], seq, source_no, piece)
        values.append((source_no, taken, count, raw))
        at += length
    return values


def check_vectors(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    keys = {(k["sourceNo"], k["month"]): bytes.fromhex(k["key"]) for k in vectors["keys"]}
    pairs = [(bytes.fromhex(e["bytes"]), bytes.fromhex(e["hash"])) for e in vectors["entries"]]
    seq, head = check_chain(pairs)
    committed = 0
    for (data, _), entry in zip(pairs, vectors["entries"]):
        fields = read_entry(data)
        if fields[5] != entry["kind"]:
            raise Wrong(f"entry {entry['seq']}: kind")
        if fields[5] == "MonthKeyCommitted":
            for pair in fields[13]["keys"]:
                key = keys[pair["sourceNo"], fields[13]["month"]]
                if hashlib.sha256(b"\x02" + key).digest() != pair["commitment"]:
                    raise Wrong(f"entry {entry['seq']}: commitment")
                committed += 1
        if "opened" in entry:
            found = open_entry(data, keys)
            wanted = [
                (o["sourceNo"], o["takenAtMs"], o["count"], bytes.fromhex(o["raw"]) if "raw" in o else None)
                for o in entry["opened"]
            ]
            if found != wanted:
                raise Wrong(f"entry {entry['seq']}: {found}, not {wanted}")
    if committed != len(keys):
        raise Wrong("a key without its commitment")
    return seq, head


def main():
    try:
        if sys.argv[1:2] == ["vectors"]:
            seq, head = check_vectors(sys.argv[2])
        else:
            seq, head = check_chain((bytes.fromhex(line), None) for line in sys.stdin)
    except Wrong as wrong:
        print(f"bad: {wrong}")
        return 1
    print(f"ok {seq} {head.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

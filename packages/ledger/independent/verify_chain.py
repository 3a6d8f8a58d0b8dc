"""Checks the test vectors or a chain of entries with nothing but Python's standard library.

Written from docs/internals/ledger.md alone, with its own CBOR reader and its own AES, so that a
mistake of the product cannot hide in a library that both use.

    python3 verify_chain.py vectors FILE.json       prints "ok", entries, head hash and tree hash
    python3 verify_chain.py chain < hex lines       the same for one entry a line
    python3 verify_chain.py refused FILE.json       "ok" when every entry of the file is refused
    python3 verify_chain.py proof FILE.json [HASH]  prints the month that the file proves; HASH is the
                                                    tree hash as it is known from elsewhere
"""

import datetime
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
        if at + size > len(data):
            raise Wrong("ends too early")
        value = int.from_bytes(data[at : at + size], "big")
        at += size
        least = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[size]
        if value < least:
            raise Wrong("a whole number longer than it need be")
    if major < 2:
        number = value if major == 0 else -1 - value
        if not is_whole(number):
            raise Wrong("a whole number beyond 2^53")
        return number, at
    if major in (2, 3):
        piece = data[at : at + value]
        if len(piece) != value:
            raise Wrong("ends too early")
        try:
            return (piece if major == 2 else piece.decode("utf-8")), at + value
        except UnicodeDecodeError:
            raise Wrong("a text that is not UTF-8")
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
    if at != len(data):
        raise Wrong("something behind the entry")
    if not isinstance(fields, list) or len(fields) != 14:
        raise Wrong("an entry has 14 fields")
    for number, (name, fits) in enumerate(ENVELOPE):
        if not fits(fields[number]):
            raise Wrong(f"{name} is {fields[number]!r}")
    return fields


def is_whole(value):
    """Whole numbers that every language holds exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53


def is_count(value):
    return is_whole(value) and value >= 1


def is_name(value):
    return isinstance(value, str) and value != ""


def has_bytes(length):
    return lambda value: isinstance(value, bytes) and len(value) == length


ENVELOPE = [
    ("formatVersion", lambda value: value == 1),
    ("ledgerId", has_bytes(16)),
    ("generation", is_count),
    ("seq", is_count),
    ("prevHash", has_bytes(32)),
    ("kind", is_name),
    ("kindVersion", is_count),
    ("recordedAtMs", is_whole),
    ("bootId", has_bytes(8)),
    ("monotonicMs", is_whole),
    ("clockState", lambda value: value in ("U", "I", "S", "R")),
    ("clockOffsetMs", lambda value: value is None or is_whole(value)),
    ("actor", is_name),
    ("body", lambda value: isinstance(value, dict)),
]


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves):
    """The tree hash of RFC 6962, as its definition says: split at the largest power of two."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def hash_by_path(leaf, seq, size, path):
    """The tree hash that a path leads to (RFC 9162, 2.1.3.2)."""
    position, last, found = seq - 1, size - 1, leaf
    for neighbour in path:
        if last == 0:
            raise Wrong("a path that is too long")
        if position & 1 or position == last:
            found = node_hash(neighbour, found)
            while not position & 1 and position != 0:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, neighbour)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise Wrong("a path that is too short")
    return found


def check_chain(entries):
    """Checks (bytes, expected hash or None) in order; how many, the last hash and the tree hash."""
    before, ledger, generation, leaves = bytes(32), None, 0, []
    for data, expected in entries:
        seq = len(leaves) + 1
        fields = read_entry(data)
        if fields[3] != seq:
            raise Wrong(f"entry {seq}: seq {fields[3]}")
        if fields[4] != before:
            raise Wrong(f"entry {seq}: does not follow the one before")
        if ledger not in (None, fields[1]):
            raise Wrong(f"entry {seq}: another ledger")
        check_generation(generation, fields)
        ledger, generation = fields[1], fields[2]
        before = hashlib.sha256(b"\x00" + data).digest()
        if expected is not None and before != expected:
            raise Wrong(f"entry {seq}: hash")
        leaves.append(before)
    return len(leaves), before, tree_hash(leaves)


def check_generation(before, fields):
    """A box that takes over says so in the first entry of its generation, and in no other."""
    _, _, generation, seq, prev_hash, kind, version, _, boot = fields[:9]
    if kind != "LedgerContinued":
        if before and generation < before:
            raise Wrong(f"entry {seq}: generation {generation} after {before}")
        if before and generation > before:
            raise Wrong(f"entry {seq}: generation {generation} begins without its entry")
        return
    if generation <= before:
        raise Wrong(f"entry {seq}: generation {generation} goes on from {before}")
    if version == 1:
        body = fields[13]
        named = [body.get(name) for name in ("toGeneration", "headSeq", "headHash", "bootId")]
        start = body.get("fromGeneration")
        fits = is_count(start) and start < generation and before in (0, start) and seq > 1
        if not fits or named != [generation, seq - 1, prev_hash, boot]:
            raise Wrong(f"entry {seq}: a take-over that names another place")


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
    """Count (None for none) and what stands behind it."""
    keys, plain = expand_key(key), b""
    for number in range((len(sealed) + 15) // 16):
        counter = seq.to_bytes(8, "big") + source_no.to_bytes(4, "big") + number.to_bytes(4, "big")
        stream = encrypt_block(keys, counter)
        piece = sealed[16 * number : 16 * number + 16]
        plain += bytes(a ^ b for a, b in zip(piece, stream))
    plus_one, at = read_number(plain, 0)
    return (plus_one - 1 if plus_one else None), plain[at:]


def read_number(data, at):
    """A whole number in LEB128, and where it ends."""
    value, shift = 0, 0
    while True:
        if at >= len(data):
            raise Wrong("a number that ends too early")
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


def read_signed(data, at):
    """A signed number: six bits and the sign in the first byte."""
    if at >= len(data):
        raise Wrong("a number that ends too early")
    first, value = data[at], data[at] & 63
    at += 1
    if first >= 128:
        more, at = read_number(data, at)
        value += more << 6
    return (-value if first & 64 else value), at


def read_runs(data):
    """Values from pairs of a value and how often it comes."""
    values, at = [], 0
    while at < len(data):
        value, at = read_number(data, at)
        length, at = read_number(data, at)
        values += [value] * length
    return values


def read_columns(body):
    """Sources, offsets, lengths and forms (None: as received) of a round in version 2."""
    sources, at, expected = [], 0, 1
    while at < len(body["sources"]):
        step, at = read_signed(body["sources"], at)
        length, at = read_number(body["sources"], at)
        first = expected + step
        sources += range(first, first + length)
        expected = first + length
    offsets, at = [], 0
    while at < len(body["offsets"]):
        offset, at = read_signed(body["offsets"], at)
        offsets.append(offset)
    lengths = read_runs(body["lengths"])
    numbers = read_runs(body["formNos"]) if "formNos" in body else [0] * len(sources)
    forms = [body["forms"][number - 1] if number else None for number in numbers]
    if not len(sources) == len(offsets) == len(lengths) == len(forms) == len(read_runs(body["statuses"])):
        raise Wrong("columns of different lengths")
    return sources, offsets, lengths, forms


def fill_form(form, count, taken, data):
    """Evidence from its form: each byte 0 is a gap for digits."""
    pieces = [piece.decode("latin-1") for piece in form.split(b"\0")]
    gaps, at = [], 0
    while len(gaps) < len(pieces) - 1:
        code, at = read_number(data, at)
        if code < 10:
            whole = str(count).zfill(code + 1)
            gaps += [whole[: len(whole) - code], whole[len(whole) - code :]] if code else [whole]
        elif str(code)[0] == "1":
            gaps.append(str(code)[1:])
        elif str(code)[0] == "2":
            between = pieces[len(gaps) + 1 :]
            if between[:5] != ["-", "-", "T", ":", ":"]:
                raise Wrong("a time where none is")
            turned = int(str(code)[1:])
            apart = -(turned + 1) // 2 if turned % 2 else turned // 2
            seconds, thousandths = divmod(taken + apart, 1000)
            day, second = divmod(seconds, 86400)
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
            clock = [second // 3600, second // 60 % 60, second % 60]
            parts = [f"{date.year:04}"] + [f"{part:02}" for part in [date.month, date.day, *clock]]
            gaps += parts if between[5][0] == "Z" else parts + [f"{thousandths:03}"]
        else:
            raise Wrong("a gap of no kind")
    if at != len(data) or len(gaps) != len(pieces) - 1:
        raise Wrong("more digits than gaps")
    filled = pieces[0] + "".join(gap + piece for gap, piece in zip(gaps, pieces[1:]))
    return filled.encode("latin-1")


def open_entry(data, keys):
    """The sealed values of an entry as (source, time, count, raw)."""
    fields = read_entry(data)
    seq, kind, body = fields[3], fields[5], fields[13]
    if kind == "ReadingCorrected":
        key = keys[body["sourceNo"], body["month"]]
        count, _ = open_value(key, seq, body["sourceNo"], body["sealed"])
        return [(body["sourceNo"], body["takenAtMs"], count, None)]
    if fields[6] == 1:
        forms = [None] * len(body["sources"])
        sources, offsets, lengths = body["sources"], body["offsets"], body["lengths"]
    else:
        sources, offsets, lengths, forms = read_columns(body)
    if sum(lengths) != len(body["sealed"]):
        raise Wrong(f"entry {seq}: lengths")
    values, at, taken = [], 0, body["dueAtMs"]
    for source_no, offset, length, form in zip(sources, offsets, lengths, forms):
        taken += offset
        count, raw = None, b""
        if length:
            piece = body["sealed"][at : at + length]
            count, raw = open_value(keys[source_no, body["month"]], seq, source_no, piece)
            if form is not None:
                raw = fill_form(form, count, taken, raw)
        values.append((source_no, taken, count, raw))
        at += length
    return values


def check_vectors(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    keys = {(k["sourceNo"], k["month"]): bytes.fromhex(k["key"]) for k in vectors["keys"]}
    pairs = [(bytes.fromhex(e["bytes"]), bytes.fromhex(e["hash"])) for e in vectors["entries"]]
    checked = check_chain(pairs)
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
    return checked


def check_refused(path):
    """Entries in other forms than the one: how many, all refused."""
    with open(path, encoding="utf-8") as file:
        refused = json.load(file)["refused"]
    for case in refused:
        try:
            read_entry(bytes.fromhex(case["bytes"]))
        except Wrong:
            continue
        raise Wrong(f"accepted: {case['why']}")
    return (len(refused),)


def check_proof(path, known_hash):
    """Every entry of a proof leads to the tree hash; prints what they say of the month."""
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    root, size = bytes.fromhex(proof["treeHash"]), proof["treeSize"]
    if known_hash is not None and root != bytes.fromhex(known_hash):
        raise Wrong("the proof is of another ledger or of another time")
    revisions = []
    for entry in proof["entries"]:
        data, seq = bytes.fromhex(entry["bytes"]), entry["seq"]
        fields = read_entry(data)
        leaf = hashlib.sha256(b"\x00" + data).digest()
        way = [bytes.fromhex(step) for step in entry["path"]]
        if fields[3] != seq or hash_by_path(leaf, seq, size, way) != root:
            raise Wrong(f"entry {seq}: no path to the tree hash")
        body = fields[13]
        if fields[5] == "MonthClosed":
            if (body["channelNo"], body["month"]) != (proof["channelNo"], proof["month"]):
                raise Wrong(f"entry {seq}: another month")
            revisions.append(body)
    if not revisions:
        raise Wrong("the month is not closed")
    newest = max(revisions, key=lambda body: body["revision"])
    print(f"channel {newest['channelNo']}, {newest['month']}, revision {newest['revision']}")
    for part in newest["parts"]:
        figures = [part["opening"]["index"], part["closing"]["index"], part["consumed"]]
        opening, closing, consumed = (decimal_text(figure) for figure in figures)
        unit = part["consumed"]["unit"]
        print(f"counter {part['counterNo']}: {opening} to {closing}, {consumed} {unit}")
    return size, root


def decimal_text(figure):
    digits = str(abs(figure["amount"])).zfill(figure["decimals"] + 1)
    sign = "-" if figure["amount"] < 0 else ""
    if figure["decimals"] == 0:
        return sign + digits
    return f"{sign}{digits[:-figure['decimals']]}.{digits[-figure['decimals']:]}"


def main(arguments):
    work = arguments[0] if arguments else "chain"
    try:
        if work == "vectors":
            found = check_vectors(arguments[1])
        elif work == "refused":
            found = check_refused(arguments[1])
        elif work == "proof":
            found = check_proof(arguments[1], arguments[2] if len(arguments) > 2 else None)
        else:
            found = check_chain((bytes.fromhex(line), None) for line in sys.stdin)
    except Wrong as wrong:
        print(f"bad: {wrong}")
        return 1
    words = [piece.hex() if isinstance(piece, bytes) else str(piece) for piece in found]
    print(" ".join(["ok", *words]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

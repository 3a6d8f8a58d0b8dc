"""Thirty-two meters on one serial line, served by pymodbus.

Usage: pymodbus_building.py DEVICE

The words are packed here with Python's struct from figures that are written out below as decimal
text; nothing of the project's own encoders has touched them. The first line on standard output is
the JSON map {"unit": {"profile": …, "import": "…", "export": "…"}} that an export must equal.

A line on standard input changes how one unit answers its next requests:
    fault UNIT exception|silence|late|corrupt COUNT
"""

import asyncio
import json
import struct
import sys
from decimal import Decimal

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.pdu import ExceptionResponse
from pymodbus.server.async_io import ModbusSerialServer, ModbusSingleRequestHandler
from pymodbus.transaction import ModbusRtuFramer

LATE_S = 1.3


def words_of(packed):
    """Bytes, most significant first, as 16-bit words."""
    return list(struct.unpack(f">{len(packed) // 2}H", packed))


def eastron(unit):
    # Float32, most significant word first, kWh; the figures are exact in binary.
    taken, given = Decimal(1000 * unit) + Decimal("0.25"), Decimal(unit) + Decimal("0.5")
    words = {
        0x48: words_of(struct.pack(">f", float(taken))),
        0x4A: words_of(struct.pack(">f", float(given))),
        0xFC00: words_of(struct.pack(">I", 63_000_000 + unit)),
    }
    return "eastron-sdm630", words, taken, given


def abb(unit):
    # Unsigned 64 bits, most significant word first, hundredths of a kWh.
    taken, given = Decimal(7_654_321 + unit) / 100, Decimal(12_345 + unit) / 100
    words = {
        0x5000: words_of(struct.pack(">Q", int(taken * 100))),
        0x5004: words_of(struct.pack(">Q", int(given * 100))),
        0x8900: words_of(struct.pack(">I", 2_300_000 + unit)),
    }
    return "abb-b23", words, taken, given


def gavazzi(unit):
    # Signed 32 bits, least significant word first, tenths of a kWh.
    taken, given = Decimal(1_234_567 + unit) / 10, Decimal(890 + unit) / 10
    swap = lambda packed: list(reversed(words_of(packed)))
    words = {
        0x34: swap(struct.pack(">i", int(taken * 10))),
        0x4E: swap(struct.pack(">i", int(given * 10))),
        0x0B: [340],
    }
    return "gavazzi-em340", words, taken, given


def schneider(unit):
    # Signed 64 bits, most significant word first, Wh.
    taken, given = Decimal(98_765_432 + unit) / 1000, Decimal(4_321 + unit) / 1000
    words = {
        0x0C83: words_of(struct.pack(">q", int(taken * 1000))),
        0x0C87: words_of(struct.pack(">q", int(given * 1000))),
        129: words_of(struct.pack(">I", 31_550_000 + unit)),
    }
    return "schneider-iem3155", words, taken, given


KINDS = [eastron, abb, gavazzi, schneider]
faults = {}


class Handler(ModbusSingleRequestHandler):
    """Answers as pymodbus does, but for the faults that were asked for."""

    def send(self, message, *addr, **kwargs):
        kind, left = faults.get(message.unit_id, (None, 0))
        if left == 0:
            return super().send(message, *addr, **kwargs)
        faults[message.unit_id] = (kind, left - 1)
        if kind == "exception":
            refusal = ExceptionResponse(message.function_code & 0x7F, 6)
            refusal.transaction_id = message.transaction_id
            refusal.unit_id = message.unit_id
            return super().send(refusal, *addr, **kwargs)
        packet = self.framer.buildPacket(message)
        if kind == "late":
            asyncio.get_event_loop().call_later(LATE_S, self.transport.write, packet)
        elif kind == "corrupt":
            broken = bytearray(packet)
            broken[4] ^= 0x10
            self.transport.write(bytes(broken))
        return None


async def obey(reader):
    while line := await reader.readline():
        _, unit, kind, count = line.decode().split()
        faults[int(unit)] = (kind, int(count))
        print(f"fault {unit} {kind}", flush=True)
    sys.exit(0)


async def main(device):
    slaves, figures = {}, {}
    for unit in range(1, 33):
        profile, words, taken, given = KINDS[(unit - 1) // 8](unit)
        image = [0] * 65536
        for address, values in words.items():
            image[address : address + len(values)] = values
        block = ModbusSequentialDataBlock(0, image)
        slaves[unit] = ModbusSlaveContext(ir=block, hr=block, zero_mode=True)
        figures[unit] = {"profile": profile, "import": str(taken), "export": str(given)}
    server = ModbusSerialServer(
        ModbusServerContext(slaves=slaves, single=False),
        framer=ModbusRtuFramer,
        port=device,
        baudrate=9600,
        handler=Handler,
        ignore_missing_slaves=True,
    )
    await server.start()
    print(json.dumps(figures), flush=True)
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_event_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await obey(reader)


asyncio.run(main(sys.argv[1]))

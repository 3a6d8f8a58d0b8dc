"""Slaves of pymodbus, an implementation that shares no code with ours.

    pymodbus-slave.py serial <path> | tcp | rtu-over-tcp

Prints "listening <port or path>" when it answers, and ends when its standard input ends. Units 1
and 2 hold, at every address 0…999: input word (unit * 1000 + address), holding word
(unit * 2000 + address), coil (address odd), discrete input (address divisible by 3).
"""

import asyncio
import os
import socket
import sys
import threading

from pymodbus.datastore import (
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
)
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

ADDRESSES = range(1000)


def slave(unit):
    return ModbusSlaveContext(
        ir=ModbusSequentialDataBlock(0, [unit * 1000 + at for at in ADDRESSES]),
        hr=ModbusSequentialDataBlock(0, [unit * 2000 + at for at in ADDRESSES]),
        co=ModbusSequentialDataBlock(0, [at % 2 for at in ADDRESSES]),
        di=ModbusSequentialDataBlock(0, [int(at % 3 == 0) for at in ADDRESSES]),
        zero_mode=True,
    )


def end_with_input():
    sys.stdin.read()
    os._exit(0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def announce(port):
    """Says where to connect, once a connection is taken."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        except OSError:
            await asyncio.sleep(0.05)
    print(f"listening {port}", flush=True)


async def main():
    kind = sys.argv[1]
    context = ModbusServerContext(slaves={1: slave(1), 2: slave(2)}, single=False)
    identity = ModbusDeviceIdentification(
        info_name={"VendorName": "pymodbus", "ProductCode": "PM", "MajorMinorRevision": "3.0"}
    )
    if kind == "serial":
        server = await StartAsyncSerialServer(
            context,
            identity=identity,
            framer=ModbusRtuFramer,
            port=sys.argv[2],
            baudrate=9600,
            timeout=1,
            defer_start=True,
        )
        await server.start()
        print(f"listening {sys.argv[2]}", flush=True)
        await server.serve_forever()
        return
    port = free_port()
    framer = ModbusSocketFramer if kind == "tcp" else ModbusRtuFramer
    asyncio.get_running_loop().create_task(announce(port))
    await StartAsyncTcpServer(
        context, identity=identity, framer=framer, address=("127.0.0.1", port)
    )


threading.Thread(target=end_with_input, daemon=True).start()
asyncio.run(main())

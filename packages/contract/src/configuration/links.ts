/** Where bytes come from: serial lines, serial servers, Modbus TCP peers, P1 ports. */

import { Type } from "typebox";
import { choice, group, host, id, kind, tcpPort, whole } from "./parts.ts";

const device = Type.String({
  pattern: "^/",
  maxLength: 255,
  description:
    "Device of the adapter; a path below /dev/serial/by-id stays the same when replugged.",
  allowed: "the path of a device: /dev/ttyUSB0",
  form: "device-path",
});
const baud = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const;
const formats = ["8N1", "8N2", "8E1", "8E2", "8O1", "8O2"] as const;

const place = {
  host: host({ description: "Name or address of the other side." }),
  port: tcpPort({ description: "Its TCP port." }),
};

const TtyLink = group(
  {
    kind: kind("tty"),
    path: device,
    baud: Type.Optional(choice(baud, { description: "Speed of the line, bit/s.", default: 9600 })),
    format: Type.Optional(
      choice(formats, { description: "Data bits, parity, stop bits.", default: "8N1" }),
    ),
  },
  "A serial line of this machine.",
);
const RtuOverTcpLink = group(
  { kind: kind("rtu-over-tcp"), ...place },
  "RTU frames through a serial server.",
);
const ModbusTcpLink = group({ kind: kind("modbus-tcp"), ...place }, "Modbus TCP.");
const TcpLink = group(
  { kind: kind("tcp"), ...place },
  "A byte stream: a serial server or a reader with a network socket.",
);

/** A bus. */
export const Bus = group(
  {
    id: id("Name of the bus."),
    link: Type.Union([TtyLink, RtuOverTcpLink, ModbusTcpLink], {
      description: "How the bus is reached.",
    }),
    responseTimeoutMs: Type.Optional(
      whole(20, 10_000, {
        description: "Wait for a meter whose own pace is not known yet, ms.",
        default: 800,
      }),
    ),
    gapMs: Type.Optional(
      whole(0, 1000, {
        description: "Least silence between two frames, ms.",
        absent: "3.5 characters of the line",
      }),
    ),
    adapterLatencyMs: Type.Optional(
      whole(0, 200, { description: "How late the adapter hands bytes on, ms.", default: 0 }),
    ),
  },
  "An RS485 line with at most 32 meters, or a Modbus TCP peer.",
);

const P1TtyLink = group(
  {
    kind: kind("tty"),
    path: device,
    baud: Type.Optional(
      choice(baud, { description: "Speed of the line, bit/s.", absent: "115200; 9600 with 7E1" }),
    ),
    format: Type.Optional(
      choice(["8N1", "7E1"], {
        description: "Data bits, parity, stop bits; 7E1 for meters before DSMR 4.",
        default: "8N1",
      }),
    ),
  },
  "A serial line of this machine.",
);

/** A P1 port. */
export const P1Port = group(
  {
    id: id("Name of the port."),
    link: Type.Union([P1TtyLink, TcpLink], { description: "How the port is reached." }),
    country: Type.Optional(
      choice(["be", "nl"], {
        description: "Whose rules number the tariffs: day and night change places.",
        absent: "told from the telegram",
      }),
    ),
  },
  "A P1 port of a utility meter.",
);

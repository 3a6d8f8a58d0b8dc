/** The server that keeps what the gateway has, and opens it to people outside of the building. */

import { Type } from "typebox";
import { brokerUrl, group, printable, whole } from "./parts.ts";
import { SERVER_URL_LENGTH_MAX, SERVER_URL_PATTERN } from "./server-url.ts";

/** What holds where the file says nothing. */
export const serverDefaults = {
  enabled: true,
  commands: true,
  jitterSeconds: 600,
  tunnel: false,
} as const;

const Pipe = group(
  {
    url: brokerUrl("Where the broker listens."),
    user: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        ...printable,
        description: "Login of the gateway at the broker.",
        absent: "the number by which the server knows the gateway",
      }),
    ),
    password: Type.Optional(
      Type.String({
        maxLength: 255,
        description: "Password of that login.",
        absent: "none is sent",
        secret: true,
      }),
    ),
  },
  "A broker for uploads and the server's calls; it is not trusted, and HTTPS stays beside it.",
  "HTTPS alone",
);

/** The group `server`. */
export const Server = group(
  {
    url: Type.String({
      pattern: SERVER_URL_PATTERN,
      maxLength: SERVER_URL_LENGTH_MAX,
      description: "Where the server is.",
      allowed:
        "https://HOST or https://HOST:PORT; http:// for this machine and private addresses only",
      form: "server-url",
    }),
    enabled: Type.Optional(
      Type.Boolean({
        description: "`false` keeps the address and sends nothing.",
        default: serverDefaults.enabled,
      }),
    ),
    commands: Type.Optional(
      Type.Boolean({
        description:
          "`false` fetches no commands: nothing is read, changed or opened here because somebody asks the server for it. See docs/internals/commands.md.",
        default: serverDefaults.commands,
      }),
    ),
    jitterSeconds: Type.Optional(
      whole(0, 600, {
        description:
          "An upload begins within this time after a round, at a place that follows from the MAC, so that not all gateways come at once.",
        default: serverDefaults.jitterSeconds,
      }),
    ),
    pipe: Type.Optional(Pipe),
    tunnel: Type.Optional(
      Type.Boolean({
        description:
          "`true` lets the building's manager and installer ask the server for the gateway's own page, for 15 minutes each time; the gateway's logins hold there too. See docs/internals/tunnel.md.",
        default: serverDefaults.tunnel,
      }),
    ),
  },
  "The server that keeps a copy of the ledger; see docs/internals/uplink.md.",
  "nothing leaves the gateway",
);

import type { tunnel as source } from "../fr/tunnel.ts";

export const tunnel: typeof source = {
  title: "Page of the gateway",
  lead: "The gateway’s own page, in another tab, for fifteen minutes at most. One logs in there with an access of the gateway.",
  open: "Open the access",
  asking: "The gateway is called. This takes a minute at most.",
  enter: "Go to the page",
  until: (time: string) => `Open until ${time}.`,
  other: (name: string) => `${name} has opened the access.`,
  close: "Close the access",
  closed: "The access is closed.",
  off: "This server does not open the pages of gateways.",
  blocked: "The browser opened no tab. Allow it for this site.",
  ends: {
    unanswered: "The gateway did not answer within a minute.",
    refused:
      "The gateway refused: its owner does not allow this access (Config, Server), or nobody has claimed it yet.",
    time: "The fifteen minutes are over.",
    idle: "The access was closed: nothing was asked for any more.",
    portal: "The access was closed here.",
    gateway: "The access was closed at the gateway.",
    "switched-off": "The gateway no longer allows this access.",
    session: "The access ended with the session.",
    right: "The right to this gateway has ended.",
    stopping: "The server or the gateway starts again.",
    breach: "The connection was not that of a gateway.",
    lost: "The connection to the gateway was lost.",
  },
};

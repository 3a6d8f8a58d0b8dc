/**
 * What of a gateway's configuration may be set from afar, and nothing else: names, addresses, reports.
 * Meters, lines, brokers, passwords and the server itself are set in front of the gateway.
 */

import {
  CHANNEL_NAME_LENGTH_MAX,
  CHANNEL_NAME_LENGTH_MIN,
  LOCATION_LENGTH_MAX,
} from "@mega/domain";
import { type Static, Type } from "typebox";
import {
  MAIL_ADDRESS_PATTERN,
  MAIL_CC_MAX,
  mailFormats,
  reportRhythms,
  weekdays,
} from "../configuration/mail.ts";
import { ChannelNo, Instant, orNull, strict } from "../scalars.ts";

/** No control characters and no line ends, as in the configuration. */
const printed = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$";

function text(lengthMax: number, description: string, lengthMin = 0) {
  return Type.String({
    minLength: lengthMin,
    maxLength: lengthMax,
    pattern: printed,
    description,
  });
}

const ChannelName = text(
  CHANNEL_NAME_LENGTH_MAX,
  "Who or what is billed.",
  CHANNEL_NAME_LENGTH_MIN,
);
const Login = text(64, "Name by which the tenant is invited at the gateway.", 1);
const AddressLine = text(60, "Line of the address of who is billed.");
const BuildingName = text(LOCATION_LENGTH_MAX, "The page's LOCATION.", 1);
const MailAddress = Type.String({ pattern: MAIL_ADDRESS_PATTERN, maxLength: 254 });
const Rhythm = Type.Enum([...reportRhythms], { description: "How often a report goes out." });
const Weekday = Type.Enum([...weekdays], { description: "Day of a weekly report." });
const DayOfMonth = Type.Integer({ minimum: 1, maximum: 28, description: "Of a monthly report." });
const TimeOfDay = Type.String({
  pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
  description: "Local time of a report.",
});
const Formats = Type.Array(Type.Enum([...mailFormats]), {
  minItems: 1,
  maxItems: mailFormats.length,
  description: "Files that are attached.",
});
const Cc = Type.Array(MailAddress, { maxItems: MAIL_CC_MAX, description: "Who gets a copy." });

/** A channel as it may be set; what is left out stays, null takes away. */
const ChannelSettings = strict(
  {
    no: ChannelNo,
    name: Type.Optional(ChannelName),
    login: Type.Optional(orNull(Login)),
    address1: Type.Optional(orNull(AddressLine)),
    address2: Type.Optional(orNull(AddressLine)),
    errorMail: Type.Optional(Type.Boolean()),
  },
  "A channel and what is set of it.",
);

/** Reports of the gateway; it has a mail server already. */
const ReportSettings = strict(
  {
    to: Type.Optional(MailAddress),
    cc: Type.Optional(Cc),
    rhythm: Type.Optional(Rhythm),
    at: Type.Optional(TimeOfDay),
    weekday: Type.Optional(Weekday),
    dayOfMonth: Type.Optional(DayOfMonth),
    formats: Type.Optional(Formats),
  },
  "When the gateway's own reports go out, to whom, with which files.",
);

/** What is set; what is left out stays as it is. */
export const SettingsChange = strict(
  {
    building: Type.Optional(strict({ name: BuildingName }, "The site.")),
    channels: Type.Optional(Type.Array(ChannelSettings, { minItems: 1, maxItems: 128 })),
    report: Type.Optional(ReportSettings),
  },
  "What is set of a configuration.",
);
export type SettingsChange = Static<typeof SettingsChange>;

/** GET /gateways/:gatewayId/settings: what may be set, as the newest version at the server has it. */
export const GatewaySettings = strict(
  {
    version: Type.Integer({ minimum: 1, description: "Of the configuration at the server." }),
    receivedAt: Instant,
    building: strict({ name: Type.String() }, "The site."),
    channels: Type.Array(
      strict(
        {
          no: ChannelNo,
          name: Type.String(),
          login: orNull(Type.String()),
          address1: orNull(Type.String()),
          address2: orNull(Type.String()),
          errorMail: Type.Boolean(),
        },
        "A channel.",
      ),
      { maxItems: 128 },
    ),
    report: orNull(
      strict(
        {
          to: Type.String(),
          cc: Type.Array(Type.String(), { maxItems: MAIL_CC_MAX }),
          rhythm: Rhythm,
          at: TimeOfDay,
          weekday: Weekday,
          dayOfMonth: DayOfMonth,
          formats: Formats,
        },
        "Reports; null where the gateway has no mail server.",
      ),
    ),
  },
  "What of the configuration may be set from here.",
);
export type GatewaySettings = Static<typeof GatewaySettings>;

/**
 * Commands on their way to a gateway: it asks for them and waits a while for the answer, carries them out
 * and says what came of it. Everything is fetched by the gateway; nothing reaches it from outside.
 *
 *   GET  /v1/commands?wait=40        → 200 CommandBatch, at once or when there is one
 *   POST /v1/commands/:id/answer     CommandAnswer → 200 CommandNoted
 */

import { createHash } from "node:crypto";
import { type Static, Type } from "typebox";
import { answer } from "./answers.ts";

/** So long a question may wait at the server, seconds. */
export const COMMAND_WAIT_SECONDS_MAX = 50;
/** Commands that are handed over at once. */
export const COMMANDS_AT_ONCE_MAX = 8;
/** Characters of what a command carries, as JSON. */
export const COMMAND_BODY_LENGTH_MAX = 65_536;
/** Entries that an answer names. */
export const COMMAND_ENTRIES_MAX = 64;

const Instant = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$",
  description: "Instant in UTC, RFC 3339.",
});
const CommandId = Type.String({ pattern: "^[0-9a-f]{32}$", description: "Random, 16 bytes." });

/** A command as it is handed over. What it carries is judged by the gateway, kind by kind. */
export const SentCommand = answer(
  {
    commandId: CommandId,
    kind: Type.String({ pattern: "^[a-z-]{1,40}$" }),
    generation: Type.Integer({ minimum: 1, description: "Of the box that it is meant for." }),
    issuedAt: Instant,
    expiresAt: Instant,
    by: Type.String({
      pattern: "^[^\\u0000-\\u0020\\u007f-\\u00a0\\u2028\\u2029]{1,254}$",
      description: "Mail address of the person who gave it.",
    }),
    body: Type.Unknown({ description: "What its kind carries." }),
  },
  "What a gateway is asked to do.",
);
export type SentCommand = Static<typeof SentCommand>;

/** GET /v1/commands. */
export const CommandBatch = answer(
  { commands: Type.Array(SentCommand, { maxItems: COMMANDS_AT_ONCE_MAX }) },
  "Commands that wait for the gateway that asks, oldest first.",
);
export type CommandBatch = Static<typeof CommandBatch>;

/**
 * Why a gateway does not carry a command out, where no rule of its own operations says it. Beside these
 * stand the codes of MegaError.
 */
export const commandRefusals = [
  /** None that this gateway knows. */
  "unknown-kind",
  /** For the box before, or after, this one. */
  "other-generation",
  /** By this gateway's clock. */
  "expired",
  /** Its clock cannot tell the time. */
  "untrusted-clock",
  /** It was answered before, and the server had the answer. */
  "replayed",
  /** What it carries is not of the agreed form. */
  "malformed",
] as const;
export type CommandRefusal = (typeof commandRefusals)[number];

/** What came of a command. */
export const CommandAnswer = Type.Union([
  answer(
    {
      outcome: Type.Literal("done"),
      at: Instant,
      entries: Type.Array(Type.Integer({ minimum: 1 }), {
        maxItems: COMMAND_ENTRIES_MAX,
        description: "Entries of the ledger that hold what was done.",
      }),
      revision: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
        description: "Of the configuration that was saved.",
      }),
    },
    "It was carried out.",
  ),
  answer(
    {
      outcome: Type.Literal("refused"),
      at: Instant,
      code: Type.String({ pattern: "^[A-Za-z0-9_-]{1,60}$" }),
      detail: Type.String({ maxLength: 500, description: "In English, without secrets." }),
    },
    "It was not carried out.",
  ),
]);
export type CommandAnswer = Static<typeof CommandAnswer>;

/** The server has the answer, committed. */
export const CommandNoted = answer({ noted: Type.Literal(true) }, "The answer is kept.");
export type CommandNoted = Static<typeof CommandNoted>;

/**
 * By what a change of the configuration names the one that it was made from: SHA-256 over its JSON, keys
 * in order, secrets masked. Hexadecimal.
 */
export function configurationMark(configuration: unknown): string {
  return createHash("sha256").update(inOrder(configuration)).digest("hex");
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const group = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(group).filter((key) => group[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${inOrder(group[key])}`)
    .join(",")}}`;
}

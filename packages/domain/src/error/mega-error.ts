/**
 * Operating failures: things that go wrong outside the code. Each has a stable code, listed here
 * and documented in docs/reference/errors.md, and a hint for the person who can mend it.
 * Expected outcomes are values, not errors; bugs of our own go through `assert`.
 */

/** Every code, with whether trying again later can help. */
export const errorCodes = {
  CONFIG_INVALID: { retryable: false },
  CONFIG_UNREADABLE: { retryable: false },
  PROFILE_INVALID: { retryable: false },
  PROFILE_UNKNOWN: { retryable: false },
  LINK_BUSY: { retryable: true },
  LINK_UNAVAILABLE: { retryable: true },
  LEDGER_CHAIN_BROKEN: { retryable: false },
  LEDGER_LOCKED: { retryable: true },
  LEDGER_REFUSED: { retryable: false },
  LEDGER_STORAGE_FAILED: { retryable: true },
  LEDGER_UNKNOWN_KIND: { retryable: false },
  LEDGER_FORKED: { retryable: false },
  MIRROR_GAP: { retryable: false },
  SQLITE_TOO_OLD: { retryable: false },
  PORT_BUSY: { retryable: true },
  REQUEST_INVALID: { retryable: false },
  NOT_FOUND: { retryable: false },
  CONFLICT: { retryable: false },
  TOO_MANY_REQUESTS: { retryable: true },
  NOT_CLAIMED: { retryable: false },
  ALREADY_CLAIMED: { retryable: false },
  UNAUTHENTICATED: { retryable: false },
  LOGIN_REFUSED: { retryable: false },
  PROOF_REFUSED: { retryable: false },
  FORBIDDEN: { retryable: false },
  PASSWORD_NEEDED: { retryable: false },
  PASSWORD_WRONG: { retryable: false },
  TOO_MANY_ATTEMPTS: { retryable: true },
  CHANGED_MEANWHILE: { retryable: false },
  NETWORK_UNMANAGED: { retryable: false },
  NETWORK_REFUSED: { retryable: false },
  DATABASE_FOREIGN: { retryable: false },
  DATABASE_UNAVAILABLE: { retryable: true },
  DATABASE_UNFIT: { retryable: false },
  DATABASE_LOCKED: { retryable: true },
  GATEWAY_REPLACED: { retryable: false },
  CODE_REFUSED: { retryable: false },
} as const;

/** A stable name for one kind of operating failure. */
export type ErrorCode = keyof typeof errorCodes;

/** What an error carries besides its message. */
export interface MegaErrorDetails {
  /** A sentence for the installer: what to check or do. */
  readonly hint?: string;
  /** Fields for the log and the answer: channelNo, path, value, allowed … */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An operating failure with a stable code. */
export class MegaError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: MegaErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "MegaError";
    this.code = code;
    this.hint = details.hint;
    this.context = details.context ?? {};
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** Stops the program when a rule of our own code is broken; stays on in production. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${why}`);
}

/** Closes an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`Broken assumption: unexpected ${JSON.stringify(value)}`);
}

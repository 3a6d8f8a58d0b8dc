/** The rules of a name and a password that a page can say before the gateway is asked. */

/** Fewest characters of a password; the same as the contract's. */
export const PASSWORD_LENGTH_MIN = 12;

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,38}[\p{L}\p{N}]$/u;

/** Whether a name can be logged in with; the same form as the contract's. */
export function isAccountName(typed: string): boolean {
  return NAME.test(typed);
}

/** Characters that a password still lacks; 0 when it is long enough. */
export function missingCharacters(password: string): number {
  return Math.max(0, PASSWORD_LENGTH_MIN - [...password].length);
}

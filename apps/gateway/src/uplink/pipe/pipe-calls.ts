/** What comes through the pipe of commands; the commands themselves are fetched by HTTPS. */

/** The server's word on them. */
export interface PipeCalls {
  /**
   * Asks whether commands wait for this gateway.
   *
   * @returns null where the pipe is of no use now: HTTPS is to be asked
   */
  ask(bearer: string, signal: AbortSignal): Promise<boolean | null>;
  /** Hears that it is to be looked at once: something waits, or the broker is gone. One hears. */
  listen(onCall: () => void): void;
}

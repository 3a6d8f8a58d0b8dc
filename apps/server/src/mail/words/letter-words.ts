/** What a language has to say for the mails of the server. */

import type { SilenceWords } from "./silence-words.ts";

/** A change of boxes: who is replaced by whom. */
export interface BoxChange {
  readonly building: string;
  readonly oldMac: string;
  readonly newMac: string;
}

/** Subject and sentences of a letter; the greeting stands before, the link behind. */
export interface Said {
  readonly subject: string;
  readonly body: string;
}

/** The words of a language. */
export interface LetterWords {
  readonly greeting: (name: string) => string;
  /** Null where no building or no person is behind it. */
  readonly invitation: (building: string | null, by: string | null) => Said;
  readonly chooseBefore: (day: string) => string;
  readonly reset: Said;
  readonly chooseWithinTheHour: string;
  readonly restoreAsked: (change: BoxChange) => Said;
  readonly restoreGranted: (change: BoxChange) => Said;
  readonly restoreUndone: (change: BoxChange) => Said;
  readonly ignore: string;
  readonly silence: SilenceWords;
}

/**
 * Status, reason and mark of a reading as one byte of a RoundTaken entry. The numbers are part of
 * versions 1 and 2 of that kind: a code more is a version more, because software that does not know it could
 * not tell it from damage.
 */

import type { AcceptedMark, Judgement, MissingReason, QuarantineReason } from "@mega/domain";

/** What a code says. */
export interface ReadingStatus {
  readonly status: "accepted" | "quarantined" | "rejected" | "missing";
  readonly reason: string | null;
  readonly mark: AcceptedMark | null;
}

type RejectionReason = Extract<Judgement, { status: "rejected" }>["reason"];

const acceptedCodes: Readonly<Record<AcceptedMark | "plain", number>> = {
  plain: 0,
  held: 1,
  "rolled-over": 2,
  first: 3,
};
const quarantinedCodes: Readonly<Record<QuarantineReason, number>> = {
  fell: 16,
  "rose-beyond-rating": 17,
  "serial-changed": 18,
  sentinel: 19,
  "possible-rollover": 20,
};
const rejectedCodes: Readonly<Record<RejectionReason, number>> = {
  sentinel: 32,
  "clock-before-last": 33,
};
const missingCodes: Readonly<Record<MissingReason, number>> = {
  timeout: 48,
  "bad-crc": 49,
  "wrong-reply": 50,
  exception: 51,
  "bus-down": 52,
  "not-available": 53,
  "no-message": 54,
  "stale-message": 55,
  "bad-payload": 56,
  "serial-changed": 57,
  "not-polled": 58,
};

const byCode = new Map<number, ReadingStatus>();
for (const [mark, code] of Object.entries(acceptedCodes)) {
  const known = mark === "plain" ? null : (mark as AcceptedMark);
  byCode.set(code, { status: "accepted", reason: null, mark: known });
}
addReasons("quarantined", quarantinedCodes);
addReasons("rejected", rejectedCodes);
addReasons("missing", missingCodes);

/** The code of a judgement. */
export function statusCode(judgement: Judgement): number {
  switch (judgement.status) {
    case "accepted":
      return acceptedCodes[judgement.mark ?? "plain"];
    case "quarantined":
      return quarantinedCodes[judgement.reason];
    case "rejected":
      return rejectedCodes[judgement.reason];
    case "missing":
      return missingCodes[judgement.reason];
  }
}

/** What a code says; undefined for a code of a later version. */
export function statusOfCode(code: number): ReadingStatus | undefined {
  return byCode.get(code);
}

/** The code of a status as `statusOfCode` gives it. */
export function codeOfStatus({ status, reason, mark }: ReadingStatus): number {
  // Nearly every reading is one of these.
  if (status === "accepted" && mark === null) return acceptedCodes.plain;
  for (const [code, known] of byCode) {
    if (known.status === status && known.reason === reason && known.mark === mark) return code;
  }
  throw new Error(`Broken assumption: no code for ${status} ${reason}`);
}

function addReasons(
  status: "quarantined" | "rejected" | "missing",
  codes: Readonly<Record<string, number>>,
): void {
  for (const [reason, code] of Object.entries(codes)) {
    byCode.set(code, { status, reason, mark: null });
  }
}

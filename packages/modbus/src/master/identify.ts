/** Asks a unit who it is, object by object. Spec: MODBUS Application Protocol V1.1b3, §6.21. */

import type { ModbusRequest } from "../pdu/request.ts";
import type { IdentificationObject } from "../pdu/response.ts";
import type { PollOutcome } from "./outcome.ts";

export type Identification =
  | {
      readonly kind: "identified";
      readonly vendor: string | undefined;
      readonly product: string | undefined;
      readonly revision: string | undefined;
      readonly objects: readonly IdentificationObject[];
    }
  | { readonly kind: "unidentified"; readonly outcome: PollOutcome };

/** A unit that always announces more must not be asked for ever. */
const questionsMax = 16;

/**
 * Reads the basic identification of a unit.
 *
 * @param ask How to ask one question.
 * @returns Vendor, product code and revision as Latin-1 text, each `undefined` when the unit does
 *   not give it; or the outcome that ended the questions before the first object came.
 */
export async function identifyUnit(
  ask: (request: ModbusRequest) => Promise<PollOutcome>,
): Promise<Identification> {
  const objects: IdentificationObject[] = [];
  let objectId = 0;
  for (let question = 0; question < questionsMax; question++) {
    const outcome = await ask({ kind: "readIdentification", category: "basic", objectId });
    if (outcome.kind !== "answered" || outcome.response.kind !== "readIdentification") {
      if (objects.length === 0) return { kind: "unidentified", outcome };
      break;
    }
    objects.push(...outcome.response.objects);
    const { nextObjectId } = outcome.response;
    if (nextObjectId === undefined || nextObjectId <= objectId) break;
    objectId = nextObjectId;
  }
  const text = (id: number) => {
    const found = objects.find((object) => object.id === id);
    return found && String.fromCharCode(...found.bytes).trim();
  };
  return { kind: "identified", vendor: text(0), product: text(1), revision: text(2), objects };
}

/**
 * The function codes and exception codes this package speaks, with the limits of each.
 *
 * Spec: MODBUS Application Protocol V1.1b3, §5.1 (codes), §6 (limits), §7 (exceptions).
 */

export const functionCodes = {
  readCoils: 1,
  readDiscreteInputs: 2,
  readHoldingWords: 3,
  readInputWords: 4,
  writeCoil: 5,
  writeWord: 6,
  writeCoils: 15,
  writeWords: 16,
  readIdentification: 43,
} as const;

export type RequestKind = keyof typeof functionCodes;

/** MODBUS Encapsulated Interface type 14: Read Device Identification (§6.21). */
export const identificationMeiType = 14;

/** The most a single request may ask for (§6.1, §6.3, §6.11, §6.12). */
export const pduLimits = {
  bitsPerRead: 2000,
  wordsPerRead: 125,
  bitsPerWrite: 1968,
  wordsPerWrite: 123,
  pduBytes: 253,
} as const;

/** The exception codes of §7, by the name used in texts and statistics. */
export const exceptionCodes = {
  illegalFunction: 1,
  illegalDataAddress: 2,
  illegalDataValue: 3,
  serverDeviceFailure: 4,
  acknowledge: 5,
  serverDeviceBusy: 6,
  memoryParityError: 8,
  gatewayPathUnavailable: 10,
  gatewayTargetFailed: 11,
} as const;

/** The bit a slave sets in the function code of a refusal (§7). */
export const exceptionFlag = 0x80;

/**
 * The function code that carries a request of this kind.
 *
 * @param kind A request kind.
 * @returns 1…6, 15, 16 or 43.
 */
export function functionCodeOf(kind: RequestKind): number {
  return functionCodes[kind];
}

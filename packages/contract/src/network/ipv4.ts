/**
 * IPv4 addresses as people type them into the network fields: dotted, with a prefix behind a slash,
 * and masks. Page and gateway share these rules, so that both refuse the same slips.
 */

/** Smallest and largest prefix of a network that a gateway can be a host in. */
export const PREFIX_MIN = 8;
export const PREFIX_MAX = 30;

/** "192.168.0.20" → 3232235540; null when the text is no dotted address. */
export function ipv4Number(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let number = 0;
  for (const part of parts) {
    // "010" is 8 to some programs and 10 to others.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    number = number * 256 + Number(part);
  }
  return number;
}

/** 24 → "255.255.255.0". */
export function maskOfPrefix(prefix: number): string {
  const bits = maskNumber(prefix);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join(".");
}

/** "255.255.255.0" → 24; null when the text is no mask. */
export function prefixOfMask(text: string): number | null {
  const number = ipv4Number(text);
  if (number === null) return null;
  for (let prefix = 0; prefix <= 32; prefix += 1) if (maskNumber(prefix) === number) return prefix;
  return null;
}

/** Whether two addresses lie in one network of this prefix. */
export function inOneNetwork(first: string, second: string, prefix: number): boolean {
  const [a, b] = [ipv4Number(first), ipv4Number(second)];
  if (a === null || b === null) return false;
  const size = 2 ** (32 - prefix);
  return Math.floor(a / size) === Math.floor(b / size);
}

/** Whether a host may have the address in a network of this prefix. */
export function isHostAddress(text: string, prefix: number): boolean {
  const number = ipv4Number(text);
  if (number === null || !isUnicast(text)) return false;
  const host = number % 2 ** (32 - prefix);
  return host !== 0 && host !== 2 ** (32 - prefix) - 1;
}

/** Whether the address can be that of one machine: not 0.…, loopback, multicast or reserved. */
export function isUnicast(text: string): boolean {
  const number = ipv4Number(text);
  if (number === null) return false;
  const first = Math.floor(number / 2 ** 24);
  return first >= 1 && first <= 223 && first !== 127;
}

function maskNumber(prefix: number): number {
  return 2 ** 32 - 2 ** (32 - prefix);
}

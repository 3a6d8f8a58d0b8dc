/**
 * What a gateway proves itself with: "mega1.4711.<secret>", the number that the server knows it by and
 * 32 random bytes (RFC 4648 §5, without padding). The server keeps the hash of the secret only; it is
 * as random as a hash, so that nothing slow is needed.
 */

/** A credential in its parts. */
export interface Credential {
  readonly gatewayId: number;
  /** 32 bytes as 43 characters. */
  readonly secret: string;
}

const form = /^mega1\.([1-9]\d{0,9})\.([A-Za-z0-9_-]{43})$/;

/** The text that a gateway sends as its bearer token. */
export function credentialText({ gatewayId, secret }: Credential): string {
  return `mega1.${gatewayId}.${secret}`;
}

/** Reads a bearer token; undefined when it is none of ours. */
export function readCredential(text: string): Credential | undefined {
  const [, gatewayId, secret] = form.exec(text) ?? [];
  if (gatewayId === undefined || secret === undefined) return undefined;
  return { gatewayId: Number(gatewayId), secret };
}

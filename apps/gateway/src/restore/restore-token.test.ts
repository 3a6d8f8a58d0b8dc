import { expect, test } from "vitest";
import {
  makeRestoreToken,
  masterOfToken,
  normalRestoreToken,
  restoreKeys,
} from "./restore-token.ts";
import { openSecrets, sealSecrets } from "./sealed-secrets.ts";

const secrets = new Map([["/mail/password", "canary-mail"]]);

test("a token is 26 characters that are not confused, and never the same", () => {
  const tokens = Array.from({ length: 50 }, makeRestoreToken);
  for (const token of tokens) {
    expect(token).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$/);
    expect(normalRestoreToken(token)).toBe(token.replaceAll("-", ""));
  }
  expect(new Set(tokens).size).toBe(50);
});

test("it is taken as a person types it, and nothing else is", () => {
  const bare = "7K3MQ0ZX1P7K3MQ0ZX1P7K3MQ0";
  expect(normalRestoreToken(" 7k3mq-ozxlp 7k3mqOzxip-7k3mqo ")).toBe(bare);
  for (const typed of ["", bare.slice(1), `${bare}0`, `${bare.slice(1)}U`, "é".repeat(26)]) {
    expect(normalRestoreToken(typed)).toBe(undefined);
  }
});

test("what the server is shown says nothing of the key, and both follow from the token alone", async () => {
  const [one, again, other] = await Promise.all(
    ["7K3MQ0ZX1P7K3MQ0ZX1P7K3MQ0", "7K3MQ0ZX1P7K3MQ0ZX1P7K3MQ0", "7K3MQ0ZX1P7K3MQ0ZX1P7K3MQ1"].map(
      async (token) => restoreKeys(await masterOfToken(token)),
    ),
  );
  expect(again).toEqual(one);
  expect(
    new Set([one?.proof, other?.proof, Buffer.from(one?.seal ?? []).toString("hex")]).size,
  ).toBe(3);
});

test("secrets open with their token and their document, and with nothing else", () => {
  const keys = restoreKeys(new Uint8Array(32).fill(1));
  const others = restoreKeys(new Uint8Array(32).fill(2));
  const sealed = sealSecrets(keys, "{}", secrets);
  expect(sealed.includes("canary")).toBe(false);
  expect(openSecrets(keys, "{}", sealed)).toEqual(secrets);
  expect(openSecrets(others, "{}", sealed)).toBe(undefined);
  expect(openSecrets(keys, "{ }", sealed)).toBe(undefined);
  for (let at = 0; at < sealed.length; at++) {
    const turned = Buffer.from(sealed);
    turned[at] = (turned[at] ?? 0) ^ 1;
    expect(openSecrets(keys, "{}", turned)).toBe(undefined);
  }
});

test("the same content gives the same bytes, another one other bytes from the first on", () => {
  const keys = restoreKeys(new Uint8Array(32).fill(1));
  const sealed = sealSecrets(keys, "{}", secrets);
  expect(sealSecrets(keys, "{}", secrets)).toEqual(sealed);
  const changed = sealSecrets(keys, "{}", new Map([["/mail/password", "canary-maim"]]));
  expect(changed.subarray(0, 12)).not.toEqual(sealed.subarray(0, 12));
});

import { expect, test } from "vitest";
import { hashOfSecret } from "./credentials.ts";
import { judgeCredential, type KeptCredential, type KeptGateway } from "./judge-credential.ts";

const hash = hashOfSecret("right");
const kept = (of: Partial<KeptCredential>): KeptCredential => ({
  ...{ hash, generation: 1, isRevoked: false, isUsed: true },
  ...of,
});
const lives: KeptGateway = { generation: 1, isRevoked: false };
const other = kept({ hash: hashOfSecret("other") });

test.each<[string, KeptGateway | undefined, readonly KeptCredential[], object]>([
  ["the secret of the box", lives, [other, kept({})], { kind: "known", isFirstUse: false }],
  ["the first time", lives, [kept({ isUsed: false })], { kind: "known", isFirstUse: true }],
  ["no gateway", undefined, [], { kind: "unknown" }],
  ["no credential", lives, [], { kind: "unknown" }],
  ["another secret", lives, [other], { kind: "unknown" }],
  ["a revoked one", lives, [kept({ isRevoked: true })], { kind: "unknown" }],
  ["a revoked gateway", { generation: 1, isRevoked: true }, [kept({})], { kind: "unknown" }],
  ["a replaced box", { generation: 2, isRevoked: false }, [kept({})], { kind: "replaced" }],
  [
    "a replaced box whose credential died",
    { generation: 2, isRevoked: false },
    [kept({ isRevoked: true })],
    { kind: "replaced" },
  ],
  [
    "a replaced box of a revoked gateway",
    { generation: 2, isRevoked: true },
    [kept({})],
    { kind: "unknown" },
  ],
  [
    "the box in its place",
    { generation: 2, isRevoked: false },
    [kept({ generation: 2 }), other],
    { kind: "known", generation: 2 },
  ],
])("%s", (_, gateway, credentials, judged) => {
  expect(judgeCredential(hash, gateway, credentials)).toMatchObject(judged);
});

test("a hash of zeros, which stands for nobody, opens nothing", () => {
  expect(judgeCredential(new Uint8Array(32), lives, [])).toEqual({ kind: "unknown" });
});

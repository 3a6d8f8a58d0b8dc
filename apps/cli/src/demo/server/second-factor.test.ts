import { expect, test } from "vitest";
import { factorCode } from "./second-factor.ts";

/** "12345678901234567890" in Base32: the secret of RFC 6238, appendix B. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [20_000_000_000, "353130"],
])("at second %i the code is that of RFC 6238", (second, code) => {
  expect(factorCode(secret, second * 1000)).toBe(code);
});

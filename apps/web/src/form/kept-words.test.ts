import * as contract from "@mega/contract";
import { expect, test } from "vitest";
import { payloadUnits, SECRET_KEPT } from "./kept-words.ts";

test("the page's words are the contract's", () => {
  expect(SECRET_KEPT).toBe(contract.SECRET_KEPT);
  expect(payloadUnits).toEqual(contract.payloadUnits);
});

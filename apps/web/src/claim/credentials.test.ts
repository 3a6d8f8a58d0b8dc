import { PASSWORD_LENGTH_MIN as CONTRACT_MIN, NewAccount } from "@mega/contract";
import { expect, test } from "vitest";
import { isAccountName, missingCharacters, PASSWORD_LENGTH_MIN } from "./credentials.ts";

test("the page knows the contract's rules", () => {
  expect(PASSWORD_LENGTH_MIN).toBe(CONTRACT_MIN);
  const pattern = String(Reflect.get(NewAccount.properties.name, "pattern"));
  for (const name of ["Anna", "a", "anna@park.be", " anna", "anna ", "Zoë 2", "x".repeat(41)]) {
    expect(isAccountName(name), name).toBe(new RegExp(pattern, "u").test(name));
  }
});

test("a password lacks what is missing to twelve characters, whatever they are", () => {
  expect(missingCharacters("")).toBe(12);
  expect(missingCharacters("élève 🏠")).toBe(5);
  expect(missingCharacters("quatre mots bien à moi")).toBe(0);
});

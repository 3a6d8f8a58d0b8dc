import { expect, test } from "vitest";
import { commonWords } from "./common-passwords.ts";
import { passwordFault } from "./password-rule.ts";

test.each([
  ["elevenchars", "password-short"],
  ["àéîõü-àéîõü", "password-short"],
  ["password1234", "password-common"],
  ["P4ssw0rd!2026", "password-common"],
  ["Wachtwoord-2025", "password-common"],
  ["motdepasse2026!", "password-common"],
  ["iloveyou iloveyou", "password-common"],
  ["sunshinedragon", "password-common"],
  ["adminMEGA1234", "password-common"],
  ["@dm1n MEGA 99", "password-common"],
  ["xx-adminMEGA-yy-zz", "password-common"],
  ["MEGAadminMEGA", "password-common"],
  ["aaaaaaaaaaaa", "password-common"],
  ["abcabcabcabc", "password-common"],
  ["123456789012", "password-common"],
  ["qwertyuiopas", "password-common"],
  ["azertyuiopqs", "password-common"],
  ["mlkjhgfdsqpo", "password-common"],
  ["111122223333", "password-common"],
  ["Liselotte-De-Smet", "password-name"],
  ["liselottedesmet2026", "password-name"],
])("%s is refused: %s", (password, fault) => {
  expect(passwordFault(password, "Liselotte De Smet")).toBe(fault);
});

test.each([
  "four odd words here",
  "le chat dort sur le toit",
  "parc-owner-4711",
  "kGz7-vQ2m-Xw4t",
  "мой дядя самых честных",
  "908172635441",
])("%s is taken", (password) => {
  expect(passwordFault(password, "anna")).toBeUndefined();
});

test("there are at least 300 common words, in small letters without accents", () => {
  expect(commonWords.size).toBeGreaterThanOrEqual(300);
  for (const word of commonWords) expect(word).toMatch(/^[a-z]{2,20}$/);
});

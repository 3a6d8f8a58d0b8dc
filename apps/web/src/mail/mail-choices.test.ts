import * as contract from "@mega/contract";
import { expect, test } from "vitest";
import {
  addressesOf,
  isMailAddress,
  MAIL_CC_MAX,
  mailDefaults,
  mailFormats,
  mailPorts,
  reportRhythms,
  weekdays,
} from "./mail-choices.ts";

test("the page's choices are the contract's", () => {
  const { mailFormats: formats, mailPorts: ports, reportRhythms: rhythms } = contract;
  expect([mailFormats, mailPorts, reportRhythms]).toEqual([formats, ports, rhythms]);
  expect([weekdays, mailDefaults, MAIL_CC_MAX]).toEqual([
    contract.weekdays,
    contract.mailDefaults,
    contract.MAIL_CC_MAX,
  ]);
});

test.each([
  ["name@example.org", true],
  ["first.last+mega@sub.example.co.uk", true],
  ["name@localhost", false],
  ["name", false],
  ["name@example..org", false],
  ["a@example.org,b@example.org", false],
  ["a@example.org\nBcc: b@example.org", false],
])("%j is an address: %s", (text, wanted) => {
  expect(isMailAddress(text)).toBe(wanted);
  expect(new RegExp(contract.MAIL_ADDRESS_PATTERN).test(text)).toBe(wanted);
});

test("addresses stand with commas, semicolons or spaces between them", () => {
  expect(addressesOf(" a@x.org, b@x.org;c@x.org  ")).toEqual(["a@x.org", "b@x.org", "c@x.org"]);
  expect(addressesOf("")).toEqual([]);
});

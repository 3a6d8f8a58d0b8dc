import { expect, test } from "vitest";
import { changedDocument } from "./changed-document.ts";

const document = {
  version: 1,
  building: { name: "Les Tilleuls", timeZone: "Europe/Brussels" },
  server: { url: "https://server.example.org" },
  mail: { server: "smtp.example.org", password: "(secret kept)", to: "a@example.org" },
  channels: [
    { no: 1, name: "Flat one", meter: "flat", login: "ada" },
    { no: 2, name: "Flat two", meter: "flat" },
  ],
};

test("only what the change names is another one", () => {
  const change = { channels: [{ no: 2, name: "Flat 2", address1: "Rue Haute 1" }] };
  expect(changedDocument(document, change)).toEqual({
    ...document,
    channels: [
      document.channels[0],
      { no: 2, name: "Flat 2", meter: "flat", address1: "Rue Haute 1" },
    ],
  });
});

test("null takes away, and what a channel has beside stays", () => {
  const changed = changedDocument(document, { channels: [{ no: 1, login: null }] });
  expect(changed["channels"]).toEqual([
    { no: 1, name: "Flat one", meter: "flat" },
    document.channels[1],
  ]);
});

test("the building's name leaves its zone, reports leave the mail server and its password", () => {
  const change = {
    building: { name: "Les Hêtres" },
    report: { to: "b@example.org", rhythm: "week", weekday: "friday" },
  } as const;
  expect(changedDocument(document, change)).toEqual({
    ...document,
    building: { name: "Les Hêtres", timeZone: "Europe/Brussels" },
    mail: { ...document.mail, to: "b@example.org", report: { rhythm: "week", weekday: "friday" } },
  });
});

test("a channel that there is not, and reports without a mail server, are refused", () => {
  const refused = (change: Parameters<typeof changedDocument>[1], from: object = document) => {
    try {
      return changedDocument(from as typeof document, change);
    } catch (error) {
      return (error as { readonly code: string }).code;
    }
  };
  expect(refused({ channels: [{ no: 3, name: "Nobody" }] })).toBe("REQUEST_INVALID");
  expect(refused({ report: { rhythm: "day" } }, { version: 1 })).toBe("CONFLICT");
});

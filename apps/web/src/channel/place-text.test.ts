import { dictionaries } from "@mega/locale";
import { expect, test } from "vitest";
import { placeText } from "./place-text.ts";

test.each([
  ["bus riser, address 4", "Bus riser, adresse 4"],
  ["P1 port grid", "port P1 grid"],
  ["P1 port grid, equipment 7FLO2119004417", "port P1 grid, appareil 7FLO2119004417"],
  ["MQTT 94b555892584, channel 2", "MQTT 94b555892584, canal 2"],
])('"%s" is "%s" in French', (address, text) => {
  expect(placeText(address, dictionaries.fr)).toBe(text);
});

test("a place of another form stays as it came", () => {
  expect(placeText("rack 3", dictionaries.de)).toBe("rack 3");
});

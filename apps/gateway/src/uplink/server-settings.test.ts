import { expect, test } from "vitest";
import { serverSettingsOf, spreadMs } from "./server-settings.ts";

const mac = "e8:9f:6d:76:65:c4";
const url = "https://server.example.org/";

test("nothing leaves a gateway without a server, or with one that is switched off", () => {
  expect(serverSettingsOf({ server: null, mac })).toBe(null);
  expect(serverSettingsOf({ server: { url, enabled: false }, mac })).toBe(null);
  expect(serverSettingsOf({ server: { url, jitterSeconds: 0 }, mac })).toEqual({
    url: "https://server.example.org",
    spreadMs: 0,
    pipe: null,
  });
});

test("gateways are spread evenly over the jitter, each always at the same place", () => {
  const macs = Array.from({ length: 6000 }, (_, no) => `02:00:00:00:${no >> 8}:${no & 255}`);
  const places = macs.map((one) => spreadMs(one, 600));
  expect(places).toEqual(macs.map((one) => spreadMs(one, 600)));
  const minutes = Array.from({ length: 10 }, (_, minute) => {
    return places.filter((ms) => Math.floor(ms / 60_000) === minute).length;
  });
  expect(minutes.reduce((sum, count) => sum + count)).toBe(6000);
  for (const count of minutes) expect(Math.abs(count - 600)).toBeLessThan(100);
});

test("a broker is one of the settings where it is set", () => {
  const pipe = { url: "mqtts://broker.example.org", password: "secret" };
  expect(serverSettingsOf({ server: { url, pipe }, mac })).toMatchObject({
    pipe: { ...pipe, user: undefined },
  });
});

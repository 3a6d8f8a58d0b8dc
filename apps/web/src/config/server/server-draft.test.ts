import type { GatewayConfig } from "@mega/contract";
import { expect, test } from "vitest";
import {
  isServerOn,
  mayBeJitter,
  readPipeUser,
  readServerUrl,
  switchedServer,
  withServer,
} from "./server-draft.ts";

const empty: GatewayConfig = {
  version: 1,
  building: { name: "MEGA" },
  gateway: { model: "MEGA32" },
};
const url = "https://server.example.org";

test("an address is read as the configuration's rule has it", () => {
  expect(readServerUrl(` ${url} `)).toEqual({ kind: "value", value: url });
  expect(readServerUrl("http://192.168.1.20:8090").kind).toBe("value");
  expect(readServerUrl(" ")).toEqual({ kind: "slip", code: "required" });
  for (const wrong of ["http://server.example.org", "server.example.org", `${url}/portal`])
    expect(readServerUrl(wrong)).toEqual({ kind: "slip", code: "server-url" });
  expect(mayBeJitter("")).toEqual({ kind: "value", value: undefined });
  expect(mayBeJitter("601")).toEqual({ kind: "slip", code: "jitter-seconds" });
});

test("switching off keeps an address, and leaves nothing where there was none", () => {
  const on = withServer(switchedServer(empty, true), { url });
  expect(on.server).toEqual({ url });
  const off = switchedServer(on, false);
  expect([off.server, isServerOn(off)]).toEqual([{ url, enabled: false }, false]);
  expect(switchedServer(off, true).server).toEqual({ url });
  expect(switchedServer(switchedServer(empty, true), false)).toEqual(empty);
});

test("a login at the broker may be left out", () => {
  expect(readPipeUser(" ")).toEqual({ kind: "value", value: undefined });
  expect(readPipeUser(" bench ")).toEqual({ kind: "value", value: "bench" });
});

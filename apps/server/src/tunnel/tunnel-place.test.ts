import { expect, test } from "vitest";
import { namesBelow, namesHere } from "./tunnel-place.ts";

const word = "0123456789abcdef0123456789abcdef";

test("a tunnel has a name of its own below the server's, as browsers reach it", () => {
  const { originOf, wordOf } = namesBelow("Tunnel.Example.org:8443");
  expect(originOf(word)).toBe(`https://${word}.tunnel.example.org:8443`);
  expect(wordOf(`${word}.tunnel.example.org:8443`)).toBe(word);
  expect(wordOf(`${word.toUpperCase()}.TUNNEL.example.org`)).toBe(word);
});

test.each([
  ["tunnel.example.org", ""],
  ["www.tunnel.example.org", ""],
  [`x.${word}.tunnel.example.org`, ""],
  ["portal.example.org", null],
  [`${word}.nottunnel.example.org`, null],
  [`${word}tunnel.example.org`, null],
  ["", null],
])("%s is no tunnel's", (host, expected) => {
  expect(namesBelow("tunnel.example.org").wordOf(host)).toBe(expected);
});

test("without DNS the names are this machine's", () => {
  const { originOf, wordOf } = namesHere(() => 8091);
  expect(originOf(word)).toBe(`http://${word}.localhost:8091`);
  expect(wordOf(`${word}.localhost:8091`)).toBe(word);
  expect(wordOf("127.0.0.1:8091")).toBeNull();
});

test.each(["", "localhost", "https://tunnel.example.org", "tunnel.example.org/", "*.example.org"])(
  "%j is no name to put tunnels below",
  (host) => {
    expect(() => namesBelow(host)).toThrow("MEGA_TUNNEL_HOST");
  },
);

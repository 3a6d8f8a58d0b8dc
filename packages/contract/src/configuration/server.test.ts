import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { Server } from "./server.ts";

const takes = (url: string) => Value.Check(Server, { url });

test.each([
  "https://server.example.org",
  "https://server.example.org/",
  "https://server.example.org:8443",
  "https://203.0.113.7",
  "https://[2001:db8::1]:8090",
  "http://localhost:8090",
  "http://127.0.0.1:8090",
  "http://10.0.0.4",
  "http://172.31.255.1:80",
  "http://192.168.1.20:8090/",
  "http://[::1]:8090",
  "http://[fd12:3456::1]",
])("%s is taken, and can be read as an address", (url) => {
  expect(takes(url)).toBe(true);
  expect(URL.canParse(url)).toBe(true);
});

test.each([
  "",
  "server.example.org",
  "https://",
  "https://server.example.org/path",
  "https://server.example.org?x=1",
  "https://anna:secret@server.example.org",
  "https://server.example.org:0",
  "https://server.example.org:65536",
  "https://1.2.3.256",
  "http://server.example.org",
  "http://8.8.8.8",
  "http://172.32.0.1",
  "http://127.0.0.1.example.org",
  "http://localhost.example.org",
  "http://[2001:db8::1]",
  "ftp://127.0.0.1",
])("%s is refused", (url) => {
  expect(takes(url)).toBe(false);
});

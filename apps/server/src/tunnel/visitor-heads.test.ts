import { expect, test } from "vitest";
import { visitorCookie, visitorWordIn } from "./visitor-cookie.ts";
import { headersForVisitor, headForGateway } from "./visitor-heads.ts";

const own = "__Host-mega-tunnel";

test("the gateway hears what a page asks with, and nothing that opens something here", () => {
  const head = headForGateway(
    {
      method: "POST",
      url: "/api/v1/session?x=1",
      headers: {
        host: "0123.tunnel.example.org",
        accept: "application/json",
        cookie: `a=1; ${own}=secret; __Host-mega=theirs`,
        "mega-csrf": "word",
        origin: "https://0123.tunnel.example.org",
        "content-length": "2",
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-proto": "http",
        forwarded: "for=203.0.113.7",
        authorization: "Bearer of-another",
        connection: "keep-alive, mega-csrf",
        "transfer-encoding": "chunked",
        expect: "100-continue",
        te: "trailers",
        referer: "https://portal.example.org/buildings/7",
      },
    },
    own,
  );
  expect(head).toEqual({
    method: "POST",
    path: "/api/v1/session?x=1",
    headers: [
      ["accept", "application/json"],
      ["content-length", "2"],
      ["cookie", "a=1; __Host-mega=theirs"],
      ["mega-csrf", "word"],
      ["origin", "https://0123.tunnel.example.org"],
    ],
  });
});

test("a request with this server's cookie alone brings none", () => {
  const head = headForGateway({ method: "GET", url: "/", headers: { cookie: `${own}=x` } }, own);
  expect(head?.headers).toEqual([]);
});

test.each([
  ["OPTIONS", "/"],
  ["CONNECT", "192.168.1.1:22"],
  ["GET", "http://192.168.1.1/"],
  ["GET", "//192.168.1.1/"],
  ["GET", undefined],
  ["GET", `/${"a".repeat(5000)}`],
])("%s %s is asked of no gateway", (method, url) => {
  expect(headForGateway({ method, url, headers: {} }, own)).toBeUndefined();
});

test("an answer comes as it is, but for what would reach beyond its own name and time", () => {
  const headers = headersForVisitor(
    {
      status: 200,
      headers: [
        ["content-type", "text/html"],
        ["content-security-policy", "default-src 'self'"],
        ["vary", "accept"],
        ["vary", "accept-encoding"],
        ["strict-transport-security", "max-age=31536000; includeSubDomains"],
        ["access-control-allow-origin", "*"],
        ["alt-svc", 'h3=":443"'],
        ["connection", "keep-alive"],
        ["transfer-encoding", "chunked"],
        ["set-cookie", "__Host-mega=word; Path=/; Secure; HttpOnly; SameSite=Strict"],
        ["set-cookie", "__Host-mega=x; Domain=tunnel.example.org"],
        ["set-cookie", "other=x; path=/; DOMAIN = example.org"],
        ["set-cookie", "__HOST-mega-tunnel=forged; Path=/; Secure"],
      ],
    },
    own,
  );
  expect(headers).toEqual({
    "content-type": "text/html",
    "content-security-policy": "default-src 'self'",
    vary: "accept, accept-encoding",
    "set-cookie": ["__Host-mega=word; Path=/; Secure; HttpOnly; SameSite=Strict"],
  });
});

test("the visitor's word is read from his own cookie alone", () => {
  const word = "w".repeat(22);
  expect(visitorCookie(word, true)).toBe(
    `__Host-mega-tunnel=${word}; Path=/; HttpOnly; SameSite=Lax; Secure`,
  );
  expect(visitorWordIn(`a=1; __Host-mega-tunnel=${word}; b=2`, true)).toBe(word);
  expect(visitorWordIn(`mega-tunnel=${word}`, false)).toBe(word);
  for (const cookies of [undefined, "", `x__Host-mega-tunnel=${word}`, `mega-tunnel=${word}`])
    expect(visitorWordIn(cookies, true)).toBeUndefined();
});

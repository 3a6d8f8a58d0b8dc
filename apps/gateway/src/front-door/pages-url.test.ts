import { expect, test } from "vitest";
import { pagesUrl } from "./pages-url.ts";

const names = ["localhost", "mega.local", "127.0.0.1", "::1", "169.254.3.4", "192.168.1.20"];

test.each([
  [true, "http://127.0.0.1:8082/", names, null],
  [false, undefined, names, null],
  [false, "http://127.0.0.1:8082/", names, "https://192.168.1.20:8082/"],
  [false, "https://10.0.0.5:443/", names, "https://10.0.0.5:443/"],
  [false, "http://127.0.0.1:8082/", ["localhost", "127.0.0.1"], null],
])("loopback only %s, at %s: a mail names %4$s", (loopbackOnly, ownUrl, known, wanted) => {
  expect(pagesUrl({ loopbackOnly, ownUrl, names: known })).toBe(wanted);
});

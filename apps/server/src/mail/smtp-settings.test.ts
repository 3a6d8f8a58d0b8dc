import { expect, test } from "vitest";
import { smtpSettings } from "./smtp-settings.ts";

test("an address says host, port, login and how the way is encrypted", () => {
  expect(smtpSettings("smtps://mega%40example.org:p%40ss@smtp.example.org", undefined)).toEqual({
    host: "smtp.example.org",
    port: 465,
    tls: "tls",
    login: { user: "mega@example.org", password: "p@ss" },
    from: "mega@example.org",
  });
  expect(smtpSettings("smtp://smtp.example.org:2525", "mega@example.org")).toEqual({
    host: "smtp.example.org",
    port: 2525,
    tls: "starttls",
    login: null,
    from: "mega@example.org",
  });
});

test.each(["127.0.0.1", "localhost", "[::1]"])("to this machine, %s, it need not be", (host) => {
  expect(smtpSettings(`smtp://${host}:25`, "mega@example.org").tls).toBe("none");
});

test.each([
  ["smtp.example.org", "MEGA_SMTP_URL is no address"],
  ["https://smtp.example.org", "MEGA_SMTP_URL is https:"],
  ["smtps://user:canary@smtp.example.org", "MEGA_SMTP_FROM is nothing"],
])("%s is refused with what is allowed, and no password", (url, words) => {
  const refused = () => smtpSettings(url, undefined);
  expect(refused).toThrow(words);
  expect(refused).not.toThrow("canary");
});

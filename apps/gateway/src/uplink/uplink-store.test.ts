import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { UplinkStore } from "./uplink-store.ts";

const url = "https://server.example.org";
const key = new Uint8Array(32).fill(7);
const credential = { text: `mega1.4711.${"c".repeat(43)}`, building: "Les Tilleuls" };

let folder: string;
let database: GatewayDatabase;
let store: UplinkStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-uplink-store-"));
  database = openGatewayDatabase(join(folder, "gateway.db"));
  store = new UplinkStore(database, key);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const enrolment = { code: "7K3M9PQX", secret: "e".repeat(43), expiresAtMs: 5000 };

test("a credential stands sealed in the file and opens with the device key alone", () => {
  store.keepEnrolment(url, enrolment);
  store.keepCredential(url, credential, 1);
  expect(store.credential(url)).toEqual(credential);
  expect(store.enrolment(url)).toBe(undefined);
  expect(new UplinkStore(database, new Uint8Array(32)).credential(url)).toBe(undefined);
  database.close();
  const bytes = readFileSync(join(folder, "gateway.db"), "latin1");
  for (const secret of ["c".repeat(43), "e".repeat(43)]) expect(bytes).not.toContain(secret);
  database = openGatewayDatabase(join(folder, "gateway.db"));
  expect(new UplinkStore(database, key).credential(url)).toEqual(credential);
});

test("nothing of one server is shown to another", () => {
  store.keepCredential(url, credential, 1);
  store.keepEnrolment(url, enrolment);
  const cursor = { ledgerId: "aa", seq: 3, lastUploadAtMs: null, lastContactAtMs: 2 };
  store.moveCursor(url, cursor);
  const other = "https://other.example.org";
  expect([store.credential(other), store.enrolment(other), store.cursor(other)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  // Not even one that was moved to it by hand.
  database.db.prepare("UPDATE server_credential SET url = ?").run(other);
  expect(store.credential(other)).toBe(undefined);
});

test("a new credential begins from nothing, and whoever leaves keeps nothing", () => {
  const cursor = { ledgerId: "aa", seq: 3, lastUploadAtMs: 1, lastContactAtMs: 2 };
  const refusal = { reason: "forked", seq: 3, ownHash: "11", serverHash: "22", atMs: 9 } as const;
  store.moveCursor(url, cursor);
  store.keepRefusal(url, refusal);
  expect([store.cursor(url), store.refusal(url)]).toEqual([cursor, refusal]);
  store.keepCredential(url, credential, 1);
  expect([store.cursor(url), store.refusal(url)]).toEqual([undefined, undefined]);
  store.leave(url, 5);
  expect([store.credential(url), store.hasLeft(url)]).toEqual([undefined, true]);
  store.keepEnrolment(url, enrolment);
  expect(store.hasLeft(url)).toBe(false);
});

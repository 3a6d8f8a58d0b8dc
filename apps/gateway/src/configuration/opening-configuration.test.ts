import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET_KEPT } from "@mega/contract";
import { movedClock } from "@mega/domain";
import { loadProfileSet } from "@mega/installation";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditLog } from "../audit/audit-log.ts";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { ConfigurationStore } from "./configuration-store.ts";
import { deviceKey } from "./device-key.ts";
import { takeSecretsOut } from "./fill-secrets.ts";
import { type ConfigurationSource, openConfiguration } from "./opening-configuration.ts";

const canary = "canary-token-0451";
const fileText = `
version: 1
building: { name: From the file }
gateway: { model: MEGA16 }
mqtt: { embedded: {} }
meters: [{ id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: ${canary} } }]
channels: [{ no: 1, name: Cold water, meter: cold }]
`;
const ground = { profiles: loadProfileSet("/nowhere"), machineMac: "02:00:00:00:00:01" };
const stored: ConfigurationSource = { kind: "stored", model: "MEGA64" };

let folder: string;
let database: GatewayDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-opening-"));
  database = openGatewayDatabase(join(folder, "gateway.db"));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const clock = movedClock({ startMs: Date.UTC(2026, 4, 2) });
const storeWith = (key: Uint8Array) => new ConfigurationStore(database, key, clock);
const store = () => storeWith(deviceKey(folder));
const audit = () => new AuditLog(database, clock);
const open = (source: ConfigurationSource, from = store()) =>
  openConfiguration({ store: from, audit: audit(), source, ground });
const file = (text = fileText): ConfigurationSource => ({
  kind: "text",
  text,
  name: "gateway.yaml",
});

/** As the page saves it. */
function saveName(name: string): void {
  const from = store();
  const config = { ...open(stored).config, building: { name } };
  from.transaction(() => from.add({ savedBy: "anna", cause: "page", ...takeSecretsOut(config) }));
}

test("without a file and without anything saved the gateway is empty and of its model", () => {
  expect(open(stored)).toEqual({
    config: { version: 1, building: { name: "MEGA" }, gateway: { model: "MEGA64" } },
    lostSecrets: [],
  });
  expect(store().newest()).toBeUndefined();
});

test("a file becomes a revision, and is not needed again", () => {
  open(file());
  expect(store().newest()?.info).toMatchObject({ revision: 1, cause: "file", savedBy: "machine" });
  const { config, lostSecrets } = open(stored);
  expect(config.building.name).toBe("From the file");
  expect(config.meters?.[0]?.mqtt?.token).toBe(canary);
  expect(lostSecrets).toEqual([]);
  expect(audit().list(9, 9)).toMatchObject([{ action: "configuration-saved" }]);
});

test("what was saved on the page stands until the file changes", () => {
  open(file());
  saveName("From the page");
  expect(open(file()).config.building.name).toBe("From the page");
  expect(open(file(fileText.replace("From the file", "File again"))).config.building.name).toBe(
    "File again",
  );
  expect(
    store()
      .list(9)
      .map(({ cause }) => cause),
  ).toEqual(["file", "page", "file"]);
});

test("a file that is not valid changes nothing", () => {
  open(file());
  const faulty = fileText.replace("mqtt-water", "mqtt-watter");
  expect(() => open(file(faulty))).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  expect(store().newest()?.info.revision).toBe(1);
});

test("a file may name a stored secret, and is refused where none is stored", () => {
  const text = fileText.replace(canary, JSON.stringify(SECRET_KEPT));
  expect(() => open(file(text))).toThrow("names no stored secret");
  open(file());
  expect(open(file(text)).config.meters?.[0]?.mqtt?.token).toBe(canary);
});

test("secrets are sealed in the database, with a key for its owner only", () => {
  open(file());
  const path = join(folder, "device.key");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(deviceKey(folder)).toEqual(readFileSync(path));
  const files = ["gateway.db", "gateway.db-wal"].map((name) => readFileSync(join(folder, name)));
  expect(Buffer.concat(files).includes("canary")).toBe(false);
});

test("with another key the rest of the configuration opens, and the lost secrets are named", () => {
  open(file());
  const { config, lostSecrets } = open(stored, storeWith(new Uint8Array(32)));
  expect(lostSecrets).toEqual(["/meters/0/mqtt/token"]);
  expect(config.building.name).toBe("From the file");
});

test("a key file that is no key is not replaced", () => {
  writeFileSync(join(folder, "device.key"), "short");
  expect(() => deviceKey(folder)).toThrow(/it has 5 bytes/);
});

test("revisions are never altered, and two hundred are kept", () => {
  const from = store();
  for (let count = 0; count < 203; count += 1) {
    const revision = { savedBy: "anna", cause: "page", document: { count } } as const;
    from.transaction(() => from.add({ ...revision, secrets: new Map() }));
  }
  expect(from.byNumber(3)).toBeUndefined();
  expect(from.byNumber(4)?.document).toEqual({ count: 3 });
  expect(() => database.db.exec("UPDATE configuration SET saved_by = 'bob'")).toThrow(
    "revisions are never updated",
  );
});

// What a tenant hears on a live connection: of his own channel while he lives behind it, and of
// others nothing.

import { get } from "node:http";
import type { AddressInfo } from "node:net";
import type { RoundItem, RoundState, StreamEvent } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TenantsBuilding, tenantsBuilding } from "./testing/tenants-building.ts";

let building: TenantsBuilding;
beforeAll(async () => {
  building = await tenantsBuilding();
  await building.rig.app.listen({ host: "127.0.0.1", port: 0 });
}, 120_000);
afterAll(() => building.rig.close());

const item = (channelNo: number): RoundItem => ({
  channelNo,
  status: "accepted",
  reason: null,
  indexText: `canary of ${channelNo}`,
  latencyMs: null,
  advice: null,
});
const counts = { id: "round-canary", total: 5, done: 1, problems: 0 };
const round: RoundState = {
  ...counts,
  cause: "schedule",
  startedAt: "2026-05-12T00:00:00.000Z",
  endedAt: null,
  items: [1, 2, 3, 4, 5, 6].map(item),
};
const head = { seq: 1, hash: null };

/** Everything that the stream can tell, of every channel. */
const events: readonly StreamEvent[] = [
  { kind: "round", round },
  ...[1, 2, 3, 4, 5, 6].flatMap((no): StreamEvent[] => [
    { kind: "progress", round: counts, item: item(no) },
    { kind: "channel", channelNo: no, item: item(no) },
  ]),
  { kind: "counters-changed", head, channels: [5] },
];

/** What somebody hears of the events up to the last, which everybody hears. */
async function heard(name: "anna" | "bert" | "carl" | "owner"): Promise<string> {
  const { rig } = building;
  const { port } = rig.app.server.address() as AddressInfo;
  const account = rig.context.access.accounts.findByName(`login-${name}`);
  const { word } = rig.context.access.sessions.begin(account?.accountId ?? "", "loopback");
  const headers = { cookie: `mega-plain-${port}=${word}` };
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/api/v1/events", headers };
    const request = get(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        if (text === "") for (const event of events) rig.context.stream.send(event);
        text += piece;
        if (!text.includes('"kind":"counters-changed"')) return;
        request.destroy();
        resolve(text);
      });
    });
    request.on("error", reject);
  });
}

test("a tenant hears how his own channel was read, and that figures changed", async () => {
  const text = await heard("bert");
  expect(text).toContain("canary of 1");
  expect(text).not.toMatch(/canary of [2-6]|round-canary/);
  expect(text).toContain('"channels":[]');
});

test("a tenant of two channels hears of both", async () => {
  const text = await heard("carl");
  expect(text).toContain("canary of 2");
  expect(text).toContain("canary of 3");
  expect(text).not.toMatch(/canary of [1456]|round-canary/);
});

test("a former tenant hears nothing of the channel that was his", async () => {
  expect(await heard("anna")).not.toContain("canary of");
});

test("the owner hears everything", async () => {
  const text = await heard("owner");
  for (const no of [1, 2, 3, 4, 5, 6]) expect(text).toContain(`canary of ${no}`);
});

test("a stay that ends while the stream is open ends what is heard", async () => {
  const { accounts } = building.rig.context.access;
  const accountId = accounts.findByName("login-bert")?.accountId ?? "";
  const grants = accounts.find(accountId)?.grants ?? [];
  const nowMs = building.rig.clock.nowMs();
  accounts.change(accountId, { grants: grants.map((grant) => ({ ...grant, toMs: nowMs })) });
  expect(await heard("bert")).not.toContain("canary of");
  accounts.change(accountId, { grants });
});

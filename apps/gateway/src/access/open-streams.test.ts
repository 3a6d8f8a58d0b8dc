import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AccessRig, makeAccessRig, ownerPassword } from "./testing/access-rig.ts";

let rig: AccessRig;
beforeEach(async () => {
  rig = await makeAccessRig();
  await rig.claim();
});
afterEach(() => rig.close());

/** Opens the live stream with headers; what came, and when it was closed. */
async function openStream(headers: Readonly<Record<string, string>>) {
  const { port } = rig.rig.app.server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(["GET /api/v1/events HTTP/1.1", "host: localhost", ...lines, "", ""].join("\r\n"));
  let text = "";
  let isOpen = true;
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  void closed.then(() => {
    isOpen = false;
  });
  await new Promise<void>((resolve) => {
    socket.on("data", (bytes) => {
      text += bytes.toString();
      if (text.includes("hello") || text.includes("HTTP/1.1 4")) resolve();
    });
  });
  return { text: () => text, isOpen: () => isOpen, closed };
}

/** A login over the loopback address. */
async function loggedIn() {
  await rig.rig.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = rig.rig.app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "anna", password: ownerPassword }),
  });
  const { csrf } = (await answer.json()) as { readonly csrf: string };
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { port, headers: { cookie, "mega-csrf": csrf } };
}

test("the live stream ends at once when its session is ended", async () => {
  const { port, headers } = await loggedIn();
  const stream = await openStream(headers);
  expect(stream.text()).toContain("200 OK");
  await fetch(`http://127.0.0.1:${port}/api/v1/session`, { method: "DELETE", headers });
  await stream.closed;
});

test("the live stream does not keep its session alive, and ends with it", async () => {
  const { headers } = await loggedIn();
  const stream = await openStream(headers);
  await rig.rig.clock.advanceTo(rig.rig.clock.nowMs() + 14 * 60_000);
  expect(stream.isOpen()).toBe(true);
  await rig.rig.clock.advanceTo(rig.rig.clock.nowMs() + 70_000);
  await stream.closed;
});

test("the live stream is for nobody without a login", async () => {
  await loggedIn();
  const stream = await openStream({});
  expect(stream.text()).toContain("401 Unauthorized");
});

/** Connections over the loopback. */

import { expect, test } from "vitest";
import type { Link } from "./link.ts";
import { listenTcp, tcpOpener } from "./tcp-link.ts";

async function pair() {
  const accepted = Promise.withResolvers<Link>();
  const listener = await listenTcp({ host: "127.0.0.1", port: 0, onLink: accepted.resolve });
  const near = await tcpOpener({ host: "127.0.0.1", port: listener.port })();
  return { listener, near, far: await accepted.promise };
}

test("bytes cross both ways, and a close is seen on the other side", async () => {
  const { listener, near, far } = await pair();
  far.onBytes = (bytes) => far.write(bytes);
  const echoed = new Promise<number[]>((resolve) => {
    near.onBytes = (bytes) => resolve([...bytes]);
  });
  near.write(Uint8Array.of(1, 2, 3));
  expect(await echoed).toEqual([1, 2, 3]);
  const down = new Promise<string>((resolve) => {
    near.onDown = resolve;
  });
  far.close();
  expect(await down).toMatch(/closed/);
  await listener.close();
});

test("a port nobody listens on is refused with a hint", async () => {
  const { listener, near } = await pair();
  near.close();
  await listener.close();
  await expect(tcpOpener({ host: "127.0.0.1", port: listener.port })()).rejects.toMatchObject({
    code: "LINK_OPEN_FAILED",
  });
});

test("an opening that is given up ends at once", async () => {
  const signal = AbortSignal.abort();
  await expect(tcpOpener({ host: "192.0.2.1", port: 502 })(signal)).rejects.toMatchObject({
    code: "LINK_OPEN_FAILED",
  });
});

test("a peer that stops reading brings the link down", async () => {
  const { listener, near, far } = await pair();
  let reason = "";
  near.onDown = (why) => {
    reason = why;
  };
  const chunk = new Uint8Array(65_536);
  for (let writes = 0; writes < 2000 && reason === ""; writes++) near.write(chunk);
  expect(reason).toMatch(/stopped reading/);
  far.close();
  await listener.close();
});

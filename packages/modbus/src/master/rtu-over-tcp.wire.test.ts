/** Serial frames through a TCP converter: the same engine on another link. */

import type { Link } from "@mega/link";
import { listenTcp, tcpOpener } from "@mega/link";
import { expect, test } from "vitest";
import { decodeRequest } from "../pdu/request.ts";
import { machineClock, sleep } from "../testing/machine-clock.ts";
import { answerFrame, gist, wordsAt } from "../testing/scripted-bus.ts";
import { createBusMaster } from "./bus-master.ts";

test("reads come through a converter, also after it hung up", async () => {
  let converter: Link | undefined;
  const listener = await listenTcp({
    host: "127.0.0.1",
    port: 0,
    onLink: (link) => {
      converter = link;
      link.onBytes = (bytes) => {
        const decoded = decodeRequest(bytes.subarray(1, bytes.length - 2));
        if (decoded.kind !== "request") return;
        const frame = answerFrame(bytes[0] ?? 0, decoded.request);
        link.write(Uint8Array.from(frame.slice(0, 3)));
        link.write(Uint8Array.from(frame.slice(3)));
      };
    },
  });
  const open = tcpOpener({ host: "127.0.0.1", port: listener.port });
  const master = createBusMaster({ open, clock: machineClock() });
  await master.start();
  const read = (unit: number, address: number) =>
    master.transact(
      unit,
      { kind: "readInputWords", address, count: 3 },
      { priority: "interactive" },
    );
  const before = await Promise.all([read(1, 5), read(2, 6), read(1, 7)]);
  expect(before.map(gist)).toEqual([wordsAt(1, 5, 3), wordsAt(2, 6, 3), wordsAt(1, 7, 3)]);
  converter?.close();
  let after = gist(await read(1, 5));
  for (let turn = 0; turn < 100 && after === "busDown"; turn++) {
    await sleep(20);
    after = gist(await read(1, 5));
  }
  expect(after).toEqual(wordsAt(1, 5, 3));
  master.stop();
  await listener.close();
});

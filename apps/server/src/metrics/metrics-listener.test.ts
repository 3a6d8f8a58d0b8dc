import { expect, test } from "vitest";
import { Counters } from "./counters.ts";
import { listenForMetrics } from "./metrics-listener.ts";

test("figures are served by their address alone, and only those that were counted", async () => {
  const counters = new Counters();
  const listener = await listenForMetrics(0, () => counters.families());
  const ask = (path: string, method = "GET") =>
    fetch(`http://127.0.0.1:${listener.port}${path}`, { method });
  expect(await (await ask("/metrics")).text()).toBe("");
  counters.count("refusals", "UNAUTHENTICATED");
  counters.count("refusals", "UNAUTHENTICATED");
  const answer = await ask("/metrics");
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await answer.text()).toBe(
    `# HELP mega_server_refusals_total Refusals and failures by code.
# TYPE mega_server_refusals_total counter
mega_server_refusals_total{code="UNAUTHENTICATED"} 2
`,
  );
  expect((await ask("/")).status).toBe(404);
  expect((await ask("/metrics", "POST")).status).toBe(404);
  await listener.stop();
});

test("a port that is taken is named", async () => {
  const first = await listenForMetrics(0, () => []);
  await expect(listenForMetrics(first.port, () => [])).rejects.toThrow(
    expect.objectContaining({ code: "PORT_BUSY" }),
  );
  await first.stop();
});

/** The test behind the NTP button: asks the servers in their order until one answers. */

import type { TestReport } from "@mega/contract";
import type { Clock } from "@mega/domain";
import { type Resolved, resolveHost } from "../system/resolve-host.ts";
import { type StepEnd, TestRun } from "../system/test-run.ts";
import { askSntp, type SntpOutcome } from "./ask-sntp.ts";
import type { SystemTime } from "./system-time.ts";

const RESOLVE_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 3_000;
/** Farther off than this the hour of a reading may be the wrong one before anybody notices. */
const OFFSET_MS_MAX = 2_000;

/** An answer that was measured. */
export interface TimeAnswer {
  readonly atMs: number;
  readonly server: string;
  readonly offsetMs: number;
  readonly delayMs: number;
  readonly stratum: number;
}

/** What the test stands on. */
export interface TimeTestPorts {
  readonly clock: Clock;
  readonly port: number;
  readonly systemTime: () => Promise<SystemTime>;
  /** Hears of every answer. */
  readonly onAnswer: (answer: TimeAnswer) => void;
}

type Measured = Extract<SntpOutcome, { kind: "answered" }>;

/** Runs the test; sets no clock. */
export async function testTime(
  servers: readonly string[],
  ports: TimeTestPorts,
): Promise<TestReport> {
  const run = new TestRun(ports.clock);
  let advice = "check-time-servers";
  let answered: Measured | null = null;
  for (const server of servers) {
    const end = await askServer(run, server, ports);
    if (end.kind === "failed") advice = end.advice;
    else {
      answered = end.value;
      run.fact("server", server);
      break;
    }
  }
  if (answered === null) run.skip(["stratum", "offset"]);
  else advice = (await judge(run, answered)) ?? "";
  await tellSystem(run, await ports.systemTime());
  return run.report(advice === "" ? null : advice);
}

/** What the system says; it fails no test, because the offset tells whether it matters. */
async function tellSystem(run: TestRun, { state, said }: SystemTime): Promise<void> {
  if (state === "unknown") return run.skip(["system-clock"], said);
  await run.step("system-clock", async () => {
    if (state === "not-synchronised") return { kind: "failed", said, advice: "check-system-time" };
    return { kind: "ok", value: null, said };
  });
}

async function askServer(
  run: TestRun,
  server: string,
  { clock, port, onAnswer }: TimeTestPorts,
): Promise<StepEnd<Measured>> {
  const resolved = await run.step("resolve", async () =>
    resolveEnd(server, await resolveHost(server, clock, RESOLVE_WITHIN_MS)),
  );
  if (resolved.kind === "failed") {
    run.skip(["time-answer"]);
    return resolved;
  }
  const { address, family } = resolved.value;
  return run.step("time-answer", async () => {
    const atMs = clock.nowMs();
    const question = { clock, address, family, port, withinMs: ANSWER_WITHIN_MS };
    const outcome = await askSntp(question);
    if (outcome.kind === "answered") {
      const { offsetMs, delayMs, stratum } = outcome;
      onAnswer({ atMs, server, offsetMs, delayMs, stratum });
    }
    return answerEnd(outcome);
  });
}

function resolveEnd(
  server: string,
  resolved: Resolved,
): StepEnd<Extract<Resolved, { kind: "found" }>> {
  if (resolved.kind === "found")
    return { kind: "ok", value: resolved, said: `${server} → ${resolved.address}` };
  return { kind: "failed", said: `${server}: ${resolved.said}`, advice: "check-host" };
}

function answerEnd(outcome: SntpOutcome): StepEnd<Measured> {
  switch (outcome.kind) {
    case "answered":
      return { kind: "ok", value: outcome, said: `${outcome.delayMs} ms` };
    case "kiss":
      return { kind: "failed", said: `kiss-o'-death ${outcome.code}`, advice: "check-time-kiss" };
    case "unsynchronised":
      return { kind: "failed", said: "leap 3: not synchronised", advice: "check-time-servers" };
    case "unreachable":
      return { kind: "failed", said: outcome.said, advice: "check-time-servers" };
    case "timeout": {
      const instead = outcome.foreign === "" ? "" : `; ${outcome.foreign}`;
      return { kind: "failed", said: `timeout${instead}`, advice: "check-udp-123" };
    }
  }
}

/** The advice; null when stratum and offset are good. */
async function judge(run: TestRun, { stratum, offsetMs, leap }: Measured): Promise<string | null> {
  const leapWords = leap === "none" ? "" : `, leap second: ${leap}`;
  await run.step("stratum", async () => ({
    kind: "ok",
    value: null,
    said: `stratum ${stratum}${leapWords}`,
  }));
  run.fact("offset", `${signed(offsetMs)} ms`);
  const end = await run.step("offset", async () => {
    const said = `${signed(offsetMs)} ms`;
    if (Math.abs(offsetMs) <= OFFSET_MS_MAX) return { kind: "ok", value: null, said };
    return { kind: "failed", said, advice: "check-system-time" };
  });
  return end.kind === "failed" ? end.advice : null;
}

/** With its sign: + where the gateway's clock is slow. */
function signed(offsetMs: number): string {
  return offsetMs > 0 ? `+${offsetMs}` : String(offsetMs);
}

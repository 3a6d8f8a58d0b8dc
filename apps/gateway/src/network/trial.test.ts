import { expect, test } from "vitest";
import { stepTrial, TRIAL_MS, type Trial } from "./trial.ts";

const lan: Trial = {
  interfaceName: "eth0",
  kind: "lan",
  mode: "static",
  address: "192.168.0.20",
  newUuid: "new",
  previousUuid: "old",
  previouslyOff: false,
  requestedAtMs: 0,
  needs: "link",
  remainingMs: TRIAL_MS,
};
const cable = { carrier: true, joined: true };
const noCable = { carrier: false, joined: false };

test("without a cable a static address waits for ever", () => {
  expect(stepTrial(lan, noCable, 10 * TRIAL_MS)).toEqual({ kind: "wait", trial: lan });
});

test("the 180 seconds begin with the link and end in the old address", () => {
  const linked = { ...lan, needs: "confirmation" } as const;
  expect(stepTrial(lan, cable, 999_999)).toEqual({ kind: "wait", trial: linked });
  expect(stepTrial(linked, cable, TRIAL_MS - 1)).toMatchObject({
    kind: "wait",
    trial: { remainingMs: 1 },
  });
  expect(stepTrial(linked, cable, TRIAL_MS)).toEqual({ kind: "roll-back" });
});

test("a cable pulled out begins the trial anew", () => {
  const half = { ...lan, needs: "confirmation", remainingMs: 5 } as const;
  expect(stepTrial(half, noCable, 1000)).toEqual({ kind: "wait", trial: lan });
});

test("an address that never comes up on a cable goes back too", () => {
  const linked = { ...lan, needs: "confirmation" } as const;
  const seen = { carrier: true, joined: false };
  expect(stepTrial(linked, seen, TRIAL_MS)).toEqual({ kind: "roll-back" });
});

test("Wi-Fi with DHCP is kept when it is joined and goes back when it never is", () => {
  const wifi = { ...lan, kind: "wifi", mode: "dhcp", address: null, needs: "join" } as const;
  expect(stepTrial(wifi, cable, 5000)).toEqual({ kind: "keep" });
  expect(stepTrial(wifi, noCable, TRIAL_MS)).toEqual({ kind: "roll-back" });
});

test("Wi-Fi with a fixed address needs a person as well", () => {
  const wifi = { ...lan, kind: "wifi", needs: "join", remainingMs: 7 } as const;
  expect(stepTrial(wifi, cable, 1)).toEqual({
    kind: "wait",
    trial: { ...wifi, needs: "confirmation", remainingMs: TRIAL_MS },
  });
  const joined = { ...wifi, needs: "confirmation", remainingMs: TRIAL_MS } as const;
  expect(stepTrial(joined, noCable, TRIAL_MS)).toEqual({ kind: "roll-back" });
});

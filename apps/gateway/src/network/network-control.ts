/**
 * The network of the box: shows it, changes it, and takes a change back that nobody confirms. It
 * does not depend on the configuration, so that a saved one never interrupts a trial.
 */

import {
  maskOfPrefix,
  type NetworkChange,
  type NetworkChangeAnswer,
  type NetworkInterface,
  type NetworkState,
  type PendingNetworkChange,
} from "@mega/contract";
import { type CancelTimer, type Clock, MegaError, toUtcString } from "@mega/domain";
import { type ChangePlan, planChange } from "./change-rules.ts";
import type { ManagedNetwork, PlannedChange } from "./network-backend.ts";
import { stepTrial, TRIAL_MS, type Trial } from "./trial.ts";
import type { TrialStore } from "./trial-store.ts";

/** The answer is on its way before the address changes. */
const ANSWER_FIRST_MS = 1_000;
const LOOK_EVERY_MS = 2_000;
/** Time that a restart may give back to a trial; saves a write every two seconds. */
const KEEP_EVERY_MS = 10_000;

/** What the network control stands on. */
export interface NetworkControlPorts {
  readonly clock: Clock;
  /** Null where nobody manages the network. */
  readonly manager: () => Promise<ManagedNetwork | null>;
  /** What is shown without a manager. */
  readonly unmanaged: () => Promise<readonly NetworkInterface[]>;
  readonly store: TrialStore;
  /** Hears of a change that ended without a person: kept once joined, or rolled back. */
  readonly onEnded: (trial: Trial, end: "kept" | "rolled-back") => void;
  readonly onFailure: (error: unknown) => void;
}

/** Shows and changes the network. */
export class NetworkControl {
  readonly #ports: NetworkControlPorts;
  #trial: Trial | null = null;
  #cancel: CancelTimer = () => undefined;
  #lookedAtMs = 0;
  #keptMs = 0;
  #stopped = true;
  /** Looks and changes one after another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: NetworkControlPorts) {
    this.#ports = ports;
  }

  /** Takes up a trial that a restart interrupted. */
  start(): void {
    this.#stopped = false;
    this.#trial = this.#ports.store.read();
    if (this.#trial !== null) this.#lookSoon();
  }

  /** Ends looking; what is on trial stays written down. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#queue;
  }

  /** What there is. */
  async state(): Promise<NetworkState> {
    const manager = await this.#ports.manager();
    const interfaces = await (manager?.interfaces() ?? this.#ports.unmanaged());
    return {
      manager: manager === null ? "none" : "network-manager",
      interfaces: [...interfaces],
      pending: this.#pending(),
    };
  }

  /** Begins a change; it reaches the interface when the answer is out. */
  change(interfaceName: string, asked: NetworkChange): Promise<NetworkChangeAnswer> {
    return this.#inTurn(async () => {
      const { manager, target, all } = await this.#target(interfaceName);
      return this.#begin(manager, target, planChange(asked, target, all));
    });
  }

  /** Makes the leased address a fixed one. */
  freeze(interfaceName: string): Promise<NetworkChangeAnswer> {
    return this.#inTurn(async () => {
      const { manager, target, all } = await this.#target(interfaceName);
      const { address, prefix, gateway, dns, mode } = target;
      if (mode !== "dhcp" || address === null || prefix === null) {
        throw new MegaError("CONFLICT", `${interfaceName} has no leased address to freeze`, {
          hint: "Wait until DHCP has given an address.",
        });
      }
      const asked: NetworkChange = { mode: "static", address, mask: maskOfPrefix(prefix) };
      const plan = planChange({ ...asked, gateway, dns: dns.slice(0, 3) }, target, all);
      return this.#begin(manager, target, plan);
    });
  }

  /** Keeps what is on trial. `reachedAt` is the gateway's address that the request came to. */
  confirm(reachedAt: string | null): Promise<Trial> {
    return this.#inTurn(async () => {
      const { manager, trial } = await this.#onTrial();
      if (!provesReach(trial, reachedAt)) {
        throw new MegaError("CONFLICT", `This request came to ${reachedAt}, not ${trial.address}`, {
          hint: `Open the gateway at ${trial.address} and confirm there.`,
          context: { address: trial.address },
        });
      }
      await this.#keep(manager, trial);
      return trial;
    });
  }

  /** Takes back what is on trial. */
  revert(): Promise<Trial> {
    return this.#inTurn(async () => {
      const { manager, trial } = await this.#onTrial();
      await this.#rollBack(manager, trial);
      return trial;
    });
  }

  async #target(interfaceName: string) {
    const manager = await this.#ports.manager();
    if (manager === null) throw unmanaged();
    const all = await manager.interfaces();
    const target = all.find(({ name }) => name === interfaceName);
    if (target === undefined) {
      const names = all.map(({ name }) => name).join(", ");
      throw new MegaError(
        "NOT_FOUND",
        `There is no interface ${interfaceName}; there are ${names}`,
      );
    }
    if (!target.managed) throw unmanaged();
    if (this.#trial !== null && this.#trial.interfaceName !== interfaceName) {
      throw new MegaError("CONFLICT", `A change of ${this.#trial.interfaceName} is on trial`, {
        hint: "Confirm it or take it back first.",
      });
    }
    return { manager, target, all };
  }

  async #begin(
    manager: ManagedNetwork,
    target: NetworkInterface,
    plan: ChangePlan,
  ): Promise<NetworkChangeAnswer> {
    const before = this.#trial;
    if (plan.kind === "off") {
      this.#set(null);
      this.#later(() => manager.setWifi(false));
      return { address: null, pending: null };
    }
    const { change } = plan;
    // A second change replaces the one on trial; what it goes back to stays the same.
    const previousUuid =
      before?.previousUuid ?? (await manager.profileOf(change.interfaceName, change.kind));
    const newUuid = await manager.prepare(change, previousUuid);
    const trial = trialOf(change, {
      newUuid,
      previousUuid,
      previouslyOff: before?.previouslyOff ?? target.mode === "off",
      nowMs: this.#ports.clock.nowMs(),
    });
    this.#set(trial);
    this.#later(async () => {
      if (trial?.previouslyOff === true) await manager.setWifi(true);
      await manager.activate(change.interfaceName, newUuid, previousUuid);
      if (trial === null) await manager.sweep(change.interfaceName, known(newUuid, previousUuid));
    });
    return { address: trial?.address ?? null, pending: this.#pending() };
  }

  /** Does what cuts the connection once the answer is out, then begins to look. */
  #later(deed: () => Promise<void>): void {
    this.#cancel();
    this.#cancel = this.#ports.clock.setTimer(ANSWER_FIRST_MS, () => {
      void this.#inTurn(deed).catch(this.#ports.onFailure);
      if (this.#trial !== null) this.#lookSoon();
    });
  }

  #lookSoon(): void {
    this.#cancel();
    this.#lookedAtMs = this.#ports.clock.monotonicMs();
    this.#cancel = this.#ports.clock.setTimer(LOOK_EVERY_MS, () => {
      void this.#inTurn(() => this.#look())
        .catch(this.#ports.onFailure)
        .finally(() => {
          // A look that failed is tried again: going back is what the box may hang on.
          if (!this.#stopped && this.#trial !== null) this.#lookSoon();
        });
    });
  }

  async #look(): Promise<void> {
    const trial = this.#trial;
    const manager = trial === null ? null : await this.#ports.manager();
    if (trial === null || manager === null) return;
    const elapsedMs = this.#ports.clock.monotonicMs() - this.#lookedAtMs;
    const seen = await manager.seen(trial.interfaceName, trial.newUuid);
    const step = stepTrial(trial, seen, elapsedMs);
    switch (step.kind) {
      case "wait":
        this.#count(step.trial);
        return;
      case "keep":
        await this.#keep(manager, trial);
        this.#ports.onEnded(trial, "kept");
        return;
      case "roll-back":
        await this.#rollBack(manager, trial);
        this.#ports.onEnded(trial, "rolled-back");
    }
  }

  /** Writes the trial down when it went on to something else, and now and then as it counts. */
  #count(trial: Trial): void {
    const moved = trial.needs !== this.#trial?.needs;
    this.#trial = trial;
    if (moved || Math.abs(this.#keptMs - trial.remainingMs) >= KEEP_EVERY_MS) this.#set(trial);
  }

  async #keep(manager: ManagedNetwork, trial: Trial): Promise<void> {
    this.#set(null);
    await manager.sweep(trial.interfaceName, known(trial.newUuid, trial.previousUuid));
  }

  async #rollBack(manager: ManagedNetwork, trial: Trial): Promise<void> {
    const { interfaceName, newUuid, previousUuid, previouslyOff } = trial;
    if (previousUuid !== null) await manager.activate(interfaceName, previousUuid, newUuid);
    await manager.sweep(interfaceName, known(previousUuid));
    if (previouslyOff) await manager.setWifi(false);
    this.#set(null);
  }

  async #onTrial(): Promise<{ readonly manager: ManagedNetwork; readonly trial: Trial }> {
    const manager = await this.#ports.manager();
    if (manager === null) throw unmanaged();
    if (this.#trial === null) {
      throw new MegaError("CONFLICT", "No change of the network waits for a confirmation", {
        hint: "It was confirmed, or taken back when its time was over.",
      });
    }
    return { manager, trial: this.#trial };
  }

  #set(trial: Trial | null): void {
    this.#ports.store.write(trial);
    this.#trial = trial;
    this.#keptMs = trial?.remainingMs ?? 0;
    if (trial === null) this.#cancel();
  }

  #pending(): PendingNetworkChange | null {
    const trial = this.#trial;
    if (trial === null) return null;
    const { clock } = this.#ports;
    const goneMs = Math.max(0, clock.monotonicMs() - this.#lookedAtMs);
    const leftMs = Math.max(0, trial.remainingMs - Math.min(goneMs, LOOK_EVERY_MS));
    return {
      interface: trial.interfaceName,
      address: trial.address,
      requestedAt: toUtcString(trial.requestedAtMs),
      needs: trial.needs,
      rollsBackAt: trial.needs === "link" ? null : toUtcString(Math.round(clock.nowMs() + leftMs)),
    };
  }

  #inTurn<Result>(deed: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(deed);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** The trial that a change begins; DHCP on a cable is final, whether there is a cable or not. */
function trialOf(
  { interfaceName, kind, ip }: PlannedChange,
  known: {
    readonly newUuid: string;
    readonly previousUuid: string | null;
    readonly previouslyOff: boolean;
    readonly nowMs: number;
  },
): Trial | null {
  if (kind === "lan" && ip.kind === "dhcp") return null;
  return {
    interfaceName,
    kind,
    mode: ip.kind,
    address: ip.kind === "static" ? ip.address : null,
    newUuid: known.newUuid,
    previousUuid: known.previousUuid,
    previouslyOff: known.previouslyOff,
    requestedAtMs: known.nowMs,
    needs: kind === "lan" ? "link" : "join",
    remainingMs: TRIAL_MS,
  };
}

/**
 * Whether a request that came to this address shows that the new one is reached. The machine's own
 * command (null) and loopback, where a proxy of the machine stands, are trusted.
 */
function provesReach({ address }: Trial, reachedAt: string | null): boolean {
  return reachedAt === null || reachedAt === address || /^(127\.|::1$)/.test(reachedAt);
}

function known(...uuids: readonly (string | null)[]): readonly string[] {
  return uuids.filter((uuid) => uuid !== null);
}

function unmanaged(): MegaError {
  return new MegaError("NETWORK_UNMANAGED", "Nobody manages the network of this machine", {
    hint: "Install NetworkManager, or set the network where the machine keeps it.",
  });
}

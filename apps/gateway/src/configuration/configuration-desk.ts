/**
 * Where configurations are looked at, checked and saved. A save is one transaction with one audit
 * entry, and is acknowledged when the configuration is in force; see docs/internals/configuration.md.
 */

import {
  type CheckAnswer,
  type ConfigurationChange,
  type ConfigurationFault,
  REVISIONS_SHOWN_MAX,
  type Revision,
  type RevisionCause,
  type RevisionInfo,
  type RevisionList,
  type SaveAnswer,
  SECRET_KEPT,
} from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import type { Installation, ProfileSet } from "@mega/installation";
import type { AuditLog } from "../audit/audit-log.ts";
import { checkDocument } from "./check-document.ts";
import type { ConfigurationStore, StoredRevision } from "./configuration-store.ts";
import { differences } from "./differences.ts";
import { fillSecrets, type KnownSecrets, takeSecretsOut } from "./fill-secrets.ts";
import { Proposals } from "./proposals.ts";
import { secretsIn, withSecrets } from "./secret-places.ts";

/** Puts configurations into force, one at a time. */
interface ConfigurationChanger {
  oneByOne<Result>(work: () => Promise<Result>): Promise<Result>;
  apply(installation: Installation, commit: () => void): Promise<void>;
}

/** What the desk works on. */
export interface DeskOptions {
  readonly clock: Clock;
  readonly store: ConfigurationStore;
  readonly audit: AuditLog;
  readonly profiles: ProfileSet;
  readonly machineMac: string;
  /** What is in force before anything is stored; without secrets. */
  readonly initial: unknown;
  readonly changer: () => ConfigurationChanger;
}

/** Who saves. */
export interface Saver {
  /** Name for the revision and the audit log. */
  readonly actor: string;
  readonly fromIp: string | null;
  readonly cause: RevisionCause;
  /** Does something in the transaction of the save. */
  readonly within?: (saved: RevisionInfo) => void;
}

/** What is saved. */
export interface SaveRequest {
  readonly document: unknown;
  /** The revision that the document was made from. */
  readonly basedOn: number;
  readonly proposal: string | undefined;
}

const NEW_SECRET = "(new secret)";
/** Characters of the changes in an audit entry; above it only their places are noted. */
const AUDIT_LENGTH_MAX = 60_000;

/** Looks after the configuration. */
export class ConfigurationDesk {
  readonly #options: DeskOptions;
  readonly proposals: Proposals;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.proposals = new Proposals(options.clock);
  }

  /** What is in force, without secrets. */
  current(): Revision {
    return answerOf(this.#newest());
  }

  /** A revision; throws NOT_FOUND. */
  revision(revision: number): Revision {
    return answerOf(this.#kept(revision));
  }

  /** The newest revisions. */
  revisions(): RevisionList {
    return { revisions: this.#options.store.list(REVISIONS_SHOWN_MAX) };
  }

  /** What is known for SECRET_KEPT to stand for. */
  known(proposal?: string): KnownSecrets {
    const proposed = proposal === undefined ? undefined : this.proposals.find(proposal)?.secrets;
    const stored = this.#options.store.secrets();
    const { document } = this.#newest();
    return { document, stored, ...(proposed === undefined ? {} : { proposed }) };
  }

  /** What saving the document would meet and change; saves nothing. */
  check(document: unknown, proposal?: string): CheckAnswer {
    const { faults, changes } = this.#look(document, proposal);
    return { faults: [...faults], changes: [...changes] };
  }

  /**
   * Saves a document and puts it into force; resolves when both are done.
   *
   * @throws MegaError CHANGED_MEANWHILE, CONFIG_INVALID with every fault, LEDGER_STORAGE_FAILED, and
   *   whatever keeps its parts from opening; nothing is changed then.
   */
  save(request: SaveRequest, saver: Saver): Promise<SaveAnswer> {
    return this.#options.changer().oneByOne(() => this.#saveNow(request, saver));
  }

  /** Saves a kept revision once more, as the newest. */
  restore(revision: number, basedOn: number, saver: Saver): Promise<SaveAnswer> {
    const { document } = this.#kept(revision);
    return this.save({ document, basedOn, proposal: undefined }, saver);
  }

  async #saveNow(request: SaveRequest, saver: Saver): Promise<SaveAnswer> {
    const { store } = this.#options;
    const newest = this.#newest();
    if (request.basedOn !== newest.info.revision) throw this.#changedMeanwhile(request.basedOn);
    if (!store.writable) throw takesNothing();
    const looked = this.#look(request.document, request.proposal);
    if (looked.kind === "faulty") throw invalid(looked.faults);
    const { changes, installation, masked, secrets } = looked;
    if (changes.length === 0) return { ...newest.info, changes: [] };
    let saved: RevisionInfo = newest.info;
    await this.#options.changer().apply(installation, () => {
      saved = store.transaction(() => {
        const { actor: savedBy, cause } = saver;
        const info = store.add({ savedBy, cause, document: masked, secrets });
        this.#note(info, changes, saver);
        saver.within?.(info);
        return info;
      });
    });
    return { ...saved, changes: [...changes] };
  }

  #note(info: RevisionInfo, changes: readonly ConfigurationChange[], saver: Saver): void {
    const isLong = JSON.stringify(changes).length > AUDIT_LENGTH_MAX;
    const noted = isLong ? changes.map(({ place }) => place) : changes;
    this.#options.audit.record({
      actor: saver.actor,
      action: "configuration-saved",
      object: `configuration:${info.revision}`,
      details: { cause: info.cause, changes: noted },
      fromIp: saver.fromIp,
    });
  }

  #look(document: unknown, proposal: string | undefined): Looked {
    const { profiles, machineMac } = this.#options;
    const known = this.known(proposal);
    const filled = fillSecrets(document, known);
    const { document: masked, secrets } = takeSecretsOut(filled.document);
    const changes = differences(known.document, withNewSecrets(masked, secrets, known.stored));
    if (filled.faults.length > 0) return { kind: "faulty", faults: filled.faults, changes };
    const checked = checkDocument(filled.document, { profiles, machineMac });
    if (checked.kind === "faulty") return { ...checked, changes };
    const { installation } = checked;
    return { kind: "good", faults: [], changes, installation, masked, secrets };
  }

  #newest(): StoredRevision {
    const { store, initial } = this.#options;
    const info = { revision: 0, savedAt: null, savedBy: "gateway", cause: "machine" as const };
    return store.newest() ?? { info, document: initial };
  }

  #kept(revision: number): StoredRevision {
    const found = this.#options.store.byNumber(revision);
    if (found !== undefined) return found;
    throw new MegaError("NOT_FOUND", `Revision ${revision} is not kept`, {
      hint: "GET /configuration/revisions lists those that are.",
    });
  }

  #changedMeanwhile(basedOn: number): MegaError {
    const { info, document } = this.#newest();
    const base = this.#options.store.byNumber(basedOn);
    const changes = base === undefined ? [] : differences(base.document, document);
    const params = { by: info.savedBy, at: info.savedAt, revision: info.revision };
    const errors = changes.slice(0, 100).map(({ place }) => {
      return { pointer: place, code: "changed-meanwhile", params };
    });
    return new MegaError(
      "CHANGED_MEANWHILE",
      `${info.savedBy} saved revision ${info.revision} at ${info.savedAt ?? "an unknown time"}`,
      { hint: "Load the configuration again; nothing was saved.", context: { errors, ...params } },
    );
  }
}

type Looked = {
  readonly faults: readonly ConfigurationFault[];
  readonly changes: readonly ConfigurationChange[];
} & (
  | { readonly kind: "faulty" }
  | {
      readonly kind: "good";
      readonly installation: Installation;
      readonly masked: unknown;
      readonly secrets: ReadonlyMap<string, string>;
    }
);

function answerOf({ info, document }: StoredRevision): Revision {
  const secretsSet = secretsIn(document).map(({ pointer }) => pointer);
  return { ...info, configuration: document as Revision["configuration"], secretsSet };
}

/** For the differences: a secret that was typed anew differs, though neither is shown. */
function withNewSecrets(
  masked: unknown,
  secrets: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, string>,
): unknown {
  return withSecrets(masked, ({ place }, text) => {
    if (text === undefined) return undefined;
    return secrets.get(place) === stored.get(place) ? SECRET_KEPT : NEW_SECRET;
  });
}

function invalid(faults: readonly ConfigurationFault[]): MegaError {
  const lines = faults.map(({ pointer, params }) => {
    return `  ${pointer || "the document"}: found ${params["value"]}; allowed: ${params["allowed"]}`;
  });
  const errors = faults.map(({ pointer, code, params }) => ({ pointer, code, params }));
  return new MegaError("CONFIG_INVALID", `The configuration is not valid:\n${lines.join("\n")}`, {
    hint: "Correct the places named; nothing was changed.",
    context: { errors },
  });
}

function takesNothing(): MegaError {
  return new MegaError("LEDGER_STORAGE_FAILED", "The disk can only be read; nothing was saved", {
    hint: "Make room on the disk, or replace it, and start the gateway again.",
  });
}

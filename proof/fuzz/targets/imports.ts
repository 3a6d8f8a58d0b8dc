/**
 * Files that are read into a running gateway: rows of channels from spreadsheets, configurations as
 * YAML, backups. An import proposes and changes nothing; what is proposed is what the file says.
 */

import { isDeepStrictEqual } from "node:util";
import type { ProfileSet } from "@mega/installation";
import { smallBuilding } from "../../../apps/gateway/src/api/testing/small-building.ts";
import { checkDocument } from "../../../apps/gateway/src/configuration/check-document.ts";
import type { ConfigurationDesk } from "../../../apps/gateway/src/configuration/configuration-desk.ts";
import {
  backupFile,
  openBackup,
} from "../../../apps/gateway/src/configuration/files/backup-file.ts";
import { importRows } from "../../../apps/gateway/src/configuration/files/rows-import.ts";
import { yamlFile } from "../../../apps/gateway/src/configuration/files/yaml-file.ts";
import type { ImportGround } from "../../../apps/gateway/src/configuration/proposed-document.ts";
import { proposalOfText } from "../../../apps/gateway/src/configuration/proposed-document.ts";
import type { Proposal } from "../../../packages/contract/src/configuration/api.ts";
import type { FuzzRandom } from "../draw/random.ts";
import { spoilJsonText } from "../draw/spoil-json-text.ts";
import { spoilValue } from "../draw/spoil-value.ts";
import type { FuzzCase, FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import { canary, documents } from "./configuration/documents.ts";
import { groupsIn, refusalFault } from "./configuration/judge-document.ts";
import type { OwnRow } from "./configuration/own-rows.ts";
import { drawRows, nameMeant, rowsText } from "./configuration/own-rows.ts";

type Propose = typeof proposalOfText;

/** A backup costs a tenth of a second of key making on purpose. */
const backupOneIn = 4000;
/** Files as YAML are drawn for the target of configurations too. */
const yamlOneIn = 80;
/** Most rows are put into a document in memory; some through the desk with its database and secrets. */
const deskOneIn = 40;
const passphrase = "correct horse battery";
const head = { location: "Hollestraat", revision: 3, savedAt: null, version: "0" };

export const importsTarget: FuzzTarget = importsTargetOf(proposalOfText);

/** The target over another reader, to see the oracle at work. */
export function importsTargetOf(propose: Propose): FuzzTarget {
  return {
    batchCases: 20_000,
    prepare: async () => {
      const rig = await smallBuilding();
      const { desk, profiles } = rig.context;
      const profileIds = profiles.all.map(({ id }) => id);
      const ground = { takenIds: new Set<string>(), profileIds, day: "260502" };
      const secrets = new Map([["/mqtt/brokers[id=home]/password", canary]]);
      const backup = await backupFile(
        { document: documents[0], secrets },
        { location: "H", revision: 1, madeAt: "2026-05-02T08:00:00Z", version: "0" },
        passphrase,
      );
      const newest = rig.context.database.db.prepare(
        "SELECT max(revision) AS no FROM configuration",
      );
      const revision = () => Number(newest.get()?.["no"] ?? 0);
      const inForce = desk.current();
      const bench: Bench = { propose, desk, ground, backup, inForce, revision, profiles };
      return {
        draw: (random) => {
          if (random.once(backupOneIn)) return backupCase(random, bench);
          return random.once(yamlOneIn) ? yamlCase(random, bench) : rowsCase(random, bench);
        },
        close: () => rig.close(),
      };
    },
  };
}

interface Bench {
  readonly propose: Propose;
  readonly desk: ConfigurationDesk;
  readonly ground: ImportGround;
  readonly backup: string;
  /** The configuration in force; nothing here changes it. */
  readonly inForce: ReturnType<ConfigurationDesk["current"]>;
  readonly revision: () => number;
  readonly profiles: ProfileSet;
}

function rowsCase(random: FuzzRandom, bench: Bench): FuzzCase {
  const rows = drawRows(random);
  const whole = rowsText(random, rows);
  const isSpoilt = random.once(3);
  const throughDesk = random.once(deskOneIn);
  const light: Bench = { ...bench, propose: lightly(bench) };
  const text = isSpoilt ? spoilJsonText(random, spoilJsonText(random, whole)) : whole;
  return {
    show: () => JSON.stringify(text),
    judge: () =>
      judgeImport(throughDesk ? bench : light, "rows", text, isSpoilt ? undefined : rows),
  };
}

/** A proposal of rows as the desk makes it, without keeping it: the same reader and the same check. */
function lightly({ propose, inForce, profiles }: Bench): Propose {
  return (desk, request, ground) => {
    if (propose !== proposalOfText) return propose(desk, request, ground);
    const read = importRows(request.text, { ...ground, document: inForce.configuration });
    const nothing = { proposal: null, configuration: null, changes: [] };
    if (read.kind === "faults") return { ...nothing, faults: [...read.faults] };
    const checked = checkDocument(read.document, { profiles, machineMac: "02:00:00:00:00:01" });
    const faults = checked.kind === "faulty" ? [...checked.faults] : [];
    return { ...nothing, configuration: read.document as Proposal["configuration"], faults };
  };
}

function yamlCase(random: FuzzRandom, bench: Bench): FuzzCase {
  const text = yamlFile(spoilValue(random, random.pick(documents)) ?? null, head);
  return {
    show: () => JSON.stringify(text),
    judge: () => judgeImport(bench, "yaml", text, undefined),
  };
}

function judgeImport(
  { propose, desk, ground, inForce, revision }: Bench,
  format: "rows" | "yaml",
  text: string,
  rows: readonly OwnRow[] | undefined,
): Verdict {
  const proposal = propose(desk, { format, text }, ground);
  if (revision() !== inForce.revision)
    return broken("invented", "An import changed what is in force.");
  if (proposal.faults.length > 0) {
    const faults = proposal.faults.map((fault) => ({ ...fault, params: told(fault.params) }));
    const why = refusalFault(faults, text);
    return why === undefined ? refused : broken("invented", why);
  }
  const why = rows === undefined ? undefined : otherRows(rows, proposal, inForce.configuration);
  return why === undefined ? accepted : broken("invented", why);
}

/** Values of faults as texts: a number that is not allowed is shown as it is. */
function told(params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...params, value: `${params["value"] ?? ""}`, allowed: params["allowed"] };
}

/** What a proposal says otherwise than the rows, or changes without being told. */
function otherRows(
  rows: readonly OwnRow[],
  { configuration }: Proposal,
  before: unknown,
): string | undefined {
  const named = new Map(rows.map((row) => [Number(row.channel.replace("CH", "")), row]));
  const channels = new Map(groupsIn(configuration, "channels").map((one) => [one["no"], one]));
  for (const [channelNo, row] of named) {
    const name = channels.get(channelNo)?.["name"];
    if (name !== nameMeant(row.name)) {
      return `channel ${channelNo} is called ${JSON.stringify(name)} for ${JSON.stringify(row.name)}`;
    }
  }
  const untold = groupsIn(before, "channels").find(
    (one) => !named.has(Number(one["no"])) && !isDeepStrictEqual(channels.get(one["no"]), one),
  );
  return untold && `channel ${untold["no"]} was changed, and no row speaks of it`;
}

function backupCase(random: FuzzRandom, { backup }: Bench): FuzzCase {
  const isWhole = random.once(4);
  const value: unknown = JSON.parse(backup);
  const spoilt = random.once(2)
    ? (JSON.stringify(spoilValue(random, value)) ?? "")
    : spoilJsonText(random, backup);
  const text = isWhole ? backup : spoilt;
  const word = random.once(6) ? "correct horse batterz" : passphrase;
  return {
    show: () => JSON.stringify({ word, text }),
    judge: async () => {
      const opened = await openBackup(text, word);
      if (opened.kind === "fault") {
        const isRight = isWhole && word === passphrase;
        const says = opened.allowed !== "" && !opened.allowed.includes(canary);
        return isRight || !says
          ? broken("invented", "A whole backup is refused, or with a secret.")
          : refused;
      }
      const { document, secrets } = opened.content;
      const isSame =
        isDeepStrictEqual(document, documents[0]) && [...secrets.values()].join() === canary;
      return isSame && word === passphrase
        ? accepted
        : broken("invented", "An altered backup opens.");
    },
  };
}

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Dictionary, dictionaries } from "../packages/locale/src/dictionary.ts";
import { portalDictionaries } from "../packages/locale/src/portal/portal-words.ts";
import { rowsOf, sectionsOf } from "./markdown.ts";

const document = readFileSync(new URL("../docs/glossary.md", import.meta.url), "utf8");
const rows = sectionsOf(document).flatMap(({ title, body }) =>
  rowsOf(body).map((cells) => ({ title, cells })),
);
const words = new Map(rows.map(({ cells }) => [cells[0] ?? "", cells]));
const columns = { fr: 2, nl: 3, de: 4 } as const;

/** Where pages say the words of the glossary. */
const said: readonly (readonly [string, (words: Dictionary) => string])[] = [
  ["building", ({ files }) => files.building],
  ["gateway", ({ files }) => files.gateway],
  ["model", ({ channel }) => channel.model],
  ["channel (CH)", ({ counters }) => counters.channel],
  ["meter", ({ channel }) => channel.facts],
  ["meter profile", ({ channel }) => channel.profile],
  ["serial number", ({ files }) => files.headers.serialNumber],
  ["medium", ({ channel }) => channel.medium],
  ["device", ({ states }) => states.advice["check-device-online"]],
  ["broker", ({ states }) => states.advice["check-device-online"]],
  ["bus", ({ states }) => states.reasons["bus-down"]],
  ["unit address", ({ channel }) => channel.address],
  ["import", ({ states }) => states.counterIds.import],
  ["injection, export", ({ states }) => states.counterIds.export],
  ["message", ({ states }) => states.reasons["no-message"]],
  ["count", ({ channel }) => channel.count],
  ["index", ({ counters }) => counters.index("1")],
  ["consumption", ({ counters }) => counters.consumption],
  ["poll", ({ states }) => states.reasons["not-polled"]],
  ["round", ({ counters }) => counters.lastRound],
  ["reading", ({ states }) => states.marks.missing],
  ["advice", ({ counters }) => counters.advice],
  ["judge", ({ channel }) => channel.status],
  ["quarantine", ({ states }) => states.marks.Q],
  ["release", ({ quarantine }) => quarantine.actions.release],
  ["discard", ({ quarantine }) => quarantine.actions.discard],
  ["set back", ({ exchange }) => exchange.setBack],
  ["held", ({ states }) => states.marks.held],
  ["meter exchange", ({ states }) => states.marks.S],
  ["rollover", ({ states }) => states.reasons["possible-rollover"]],
  ["mark", ({ channel }) => channel.mark],
  ["latest", ({ states }) => states.marks.latest],
  ["tenancy", ({ channel }) => channel.tenancies],
  ["First init", ({ counters }) => counters.firstInitLong],
  ["undo", ({ period }) => period.undoDeed],
  ["entered index", ({ entered }) => entered.open],
  ["opening index", ({ channel }) => channel.openingIndex("1")],
  ["provisional", ({ states }) => states.marks.provisional],
  ["month closing", ({ shell }) => shell.clockUnsynchronised],
  ["revision", ({ files }) => files.headers.revision],
  ["interpolated", ({ states }) => states.marks.I],
  ["estimated", ({ states }) => states.marks.E],
  ["gap", ({ states }) => states.marks.gap],
  ["ledger", ({ channel }) => channel.ledgerHead],
  ["entry", ({ channel }) => channel.entry("1")],
  ["evidence", ({ channel }) => channel.evidence],
  ["tenant", ({ period }) => period.title("1")],
  ["claim", ({ claim }) => claim.take],
  ["setup code", ({ claim }) => claim.code],
  ["invitation", ({ accounts }) => accounts.invitationTitle("Anna")],
  ["values by the hour", ({ tenant }) => tenant.hourly],
  ["stay", ({ accounts }) => accounts.roleMeans.tenant],
  ["role", ({ accounts }) => accounts.role],
  ["proof of presence", ({ claim }) => claim.proof],
  ["confirmation", ({ access }) => access.confirm],
  ["API token", ({ accounts }) => accounts.tokens],
  ["scope", ({ accounts }) => accounts.scopes],
  ["fingerprint", ({ claim }) => claim.fingerprint],
  ["audit log", ({ audit }) => audit.title],
  ["draft", ({ config }) => config.unsaved],
  ["configuration revision", ({ config }) => config.revisions],
  ["backup", ({ config }) => config.backup],
  ["passphrase", ({ config }) => config.passphrase],
  ["trial", ({ network }) => network.trial("LAN", "192.168.0.20")],
  ["scan", ({ bus }) => bus.scan("1", "32")],
  ["frame", ({ bus }) => bus.frames],
  ["finding", ({ bus }) => bus.findings],
  ["live test", ({ bus }) => bus.test.name("CH1")],
  ["outbox", ({ mail }) => mail.outbox.title],
  ["publication", ({ publish }) => publish.place("MQTT")],
  ["server", ({ server }) => server.title],
  ["enrolment", ({ server }) => server.codeTitle],
  ["restore token", ({ restore }) => restore.tokenTitle],
  ["take-over", ({ restore }) => restore.codeTitle],
  ["version", ({ restore }) => restore.version("1", "2026")],
];

test.each(said)("pages say %s as the glossary does, in every language", (word, say) => {
  const cells = words.get(word);
  for (const [language, column] of Object.entries(columns)) {
    const text = say(dictionaries[language as keyof typeof columns]).toLowerCase();
    const known = (cells?.[column] ?? "").split(", ").map((one) => one.toLowerCase());
    expect(
      known.some((one) => one !== "" && text.includes(stem(one))),
      `${language}: ${text}`,
    ).toBe(true);
  }
});

test.each(["fr", "nl", "de", "en"] as const)(
  "a thing has one name at the gateway and at its server, in %s",
  (language) => {
    const gateway = dictionaries[language];
    const portal = portalDictionaries[language];
    expect(portal.tenant.hourly).toBe(gateway.tenant.hourly);
    expect(portal.building.gateway.counters).toBe(gateway.counters.title);
    expect(portal.shell.pages.counters).toBe(gateway.counters.title);
  },
);

/** Numbers after a word are examples: "compteur 1, 2". */
function stem(word: string): string {
  return word.replace(/ \d$/, "");
}

test("every word stands once and means something, in three languages where it has any", () => {
  expect(words.size).toBe(rows.length);
  for (const { cells } of rows) {
    const [word, meaning = "", ...others] = cells;
    expect(meaning.length, word).toBeGreaterThan(5);
    if (cells.length < 5) continue;
    for (const cell of others.slice(0, 3))
      expect(cell, `${word}: ${cells.join(" | ")}`).not.toBe("");
  }
});

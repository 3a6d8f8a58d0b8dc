import { expect, test } from "vitest";
import { applyPaste } from "./apply-paste.ts";
import { meterOf, rowsOf } from "./document.ts";
import { kindChoices, kindMeant } from "./kinds.ts";
import { proposePaste } from "./paste.ts";
import { cellsOf } from "./paste-columns.ts";
import { sampleConfig, sampleProfiles } from "./testing/sample.ts";

const ground = { draft: sampleConfig, profiles: sampleProfiles, firstNo: 5 };
const editGround = { saved: sampleConfig, day: "261126" };

function propose(text: string) {
  const proposal = proposePaste(text, ground);
  if (proposal === null) throw new Error("no proposal");
  return proposal;
}

test("a spreadsheet's clipboard is cut into cells, quoted ones with tabs and quotes whole", () => {
  expect(cellsOf("a\tb\r\nc\t\n")).toEqual([
    ["a", "b"],
    ["c", ""],
  ]);
  expect(cellsOf('"x\ty"\t"say ""hi"""\n')).toEqual([["x\ty", 'say "hi"']]);
  expect(cellsOf("\t\t\n\n")).toEqual([]);
});

test("rows without heads fill channels from the chosen one on", () => {
  const { rows, faults, columns } = propose("6\tEMM630\tWh+\tAPT 01\tx\n7\tWATER\teau\tAPT 02\t\n");
  expect(columns).toEqual(["address", "profile", "unit", "name", "errorMail"]);
  expect(rows.map(({ channelNo }) => channelNo)).toEqual([5, 6]);
  expect(faults).toBe(0);
});

test("heads may stand in any order and language; a channel column decides where rows go", () => {
  const { rows, columns } = propose("Naam\tKanaal\tAdres\tType\nApt 11\tCH9\t12\tEMM.630\n");
  expect(columns).toEqual(["name", "channel", "address", "profile"]);
  expect(rows[0]?.channelNo).toBe(9);
});

test("every faulty cell is named with its rule", () => {
  const { rows, faults } = propose("300\tEMM630\tWh+\tAPT 01\n7\tTOASTER\tlitres\tabc\n");
  expect(faults).toBe(4);
  expect(rows.map(({ cells }) => cells.flatMap(({ fault }) => fault ?? []))).toEqual([
    ["address"],
    ["kind-unknown", "unit-unknown", "name-length"],
  ]);
});

test("rows beyond the model and doubled channels are counted, not forced in", () => {
  const { rows, leftOver } = propose("CH\tNom\n16\tEscalier\n17\tAscenseur\n16\tEncore\n");
  expect(rows).toHaveLength(1);
  expect(leftOver).toBe(2);
});

test("what is no table of channels is not read as one", () => {
  expect(proposePaste("remi guido", ground)).toBeNull();
  expect(proposePaste("", ground)).toBeNull();
});

test("a proposal fills the draft as if it had been typed", () => {
  const text = "6\tEMM630\tWh-\tAPT 01 Dupont\tx\n0\tMQTT\tWh+\tAPT 02 Atelier\t\n";
  const next = applyPaste(sampleConfig, propose(text), sampleProfiles, editGround);
  expect(meterOf(next, 5)).toEqual({
    id: "apt-01-dupont-261126",
    profile: "emm220",
    bus: "riser",
    address: 6,
  });
  expect(rowsOf(next)[4]?.channel).toMatchObject({ unit: "Wh-", errorMail: true });
  expect(meterOf(next, 6)).toMatchObject({ profile: "mqtt", mqtt: { mac: "", token: "" } });
  expect(rowsOf(next)[5]?.channel).not.toHaveProperty("errorMail");
});

test("kinds are offered by the leaflet's names first and found by any name on a plate", () => {
  expect(kindChoices(sampleProfiles, ({ model }) => model).map(({ name }) => name)).toEqual([
    "EMM220 / EMM630",
    "WATER",
    "KAMSTRUP P1",
    "MQTT",
    "mqtt-water",
  ]);
  expect(kindMeant("emm 630", sampleProfiles)?.profileId).toBe("emm220");
  expect(kindMeant("mqtt", sampleProfiles)?.profileId).toBe("mqtt");
  expect(kindMeant("mqtt-water", sampleProfiles)?.profileId).toBe("mqtt-water");
  expect(kindMeant("", sampleProfiles)).toBeUndefined();
});

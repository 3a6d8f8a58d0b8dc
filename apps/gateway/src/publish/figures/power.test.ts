import { decimalText } from "@mega/domain";
import { expect, test } from "vitest";
import { powerOf } from "./power.ts";

// Live figures as "name value unit"; then the power in watts.
const table = `
  power 412.5 W                            | 412.5
  power 1.5 kW                             | 1500
  power 0.4125 kW                          | 412.5
  importPower 1500 W                       | 1500
  importPower 200 W, exportPower 1450.5 W  | -1250.5
  exportPower 100 W                        | none
  power 3 hp                               | none
  voltageL1 230.1 V                        | none
`;

test.each(table.trim().split("\n"))("%s", (row) => {
  const [given = "", wanted = ""] = row.split("|").map((cell) => cell.trim());
  const live = given.split(", ").map((figure) => {
    const [name = "", text = "", unit = ""] = figure.split(" ");
    const [whole = "", fraction = ""] = text.split(".");
    const value = { amount: Number(whole + fraction), decimals: fraction.length };
    return { name, value, unit };
  });
  const power = powerOf(live);
  expect(power === undefined ? "none" : decimalText(power)).toBe(wanted);
});

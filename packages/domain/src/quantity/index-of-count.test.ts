import { expect, test } from "vitest";
import { billingDecimals, type CountScale, indexOfCount } from "./index-of-count.ts";
import { decimalText, type Medium, parseDecimal, type Unit } from "./quantity.ts";

// medium       unit   decimals factor   start      count          → decimals index
const table = `
  electricity   kWh    3        1/1      0          9634865        → 3        9634.865
  electricity   kWh    2        1/1      0          963486         → 2        9634.86
  electricity   kWh    3        1/1      0          1001           → 3        1.001
  electricity   kWh    2        1/1      0          29             → 2        0.29
  electricity   kWh    3        1/1      0.002      9007199254739  → 3        9007199254.741
  electricity   kWh    1        40/1     0          12             → 0        48
  electricity   kWh    2        8/1      0          3              → 2        0.24
  electricity   kWh    4        1/1      0          96348659       → 3        9634.865
  electricity   kWh    0        1/300    0          1              → 3        0.003
  electricity   kWh    0        1/300    0          299            → 3        0.996
  electricity   kWh    0        1/300    0          300            → 3        1.000
  electricity   kWh    0        1/300    100.5      2              → 3        100.506
  electricity   kWh    0        25/10    0          3              → 1        7.5
  electricity   MWh    6        1/1      0          1234567        → 6        1.234567
  electricity   kvarh  3        1/1      0          1500           → 3        1.500
  water         m3     3        1/1      0          1024           → 3        1.024
  water         m3     0        1/100    1234.567   1              → 2        1234.57
  water         m3     0        1/1000   1234.567   1              → 3        1234.568
  gas           m3     2        1/1      0          123456         → 2        1234.56
  hotWater      m3     3        1/1      0          7              → 3        0.007
  heat          kWh    3        1/1      0          123456         → 1        123.4
  heat          kWh    0        1/1      0          123            → 0        123
  heat          GJ     2        1/1      0          1234           → 2        12.34
  heat          GJ     6        1/1      0          1234567        → 3        1.234
  heat          MWh    3        1/1      0          1234           → 3        1.234
  heat          MWh    6        1/1      0          1234567        → 4        1.2345
  cold          kWh    1        1/1      0          19             → 1        1.9
`;

const rows = table.trim().split("\n");

test.each(rows)("%s", (row) => {
  const [given = "", wanted = ""] = row.split("→");
  const [medium, unit, decimals, factor = "", start = "", count] = given.trim().split(/\s+/);
  const [wantedDecimals, wantedIndex] = wanted.trim().split(/\s+/);
  const [numerator, denominator] = factor.split("/").map(Number);
  const scale: CountScale = {
    medium: medium as Medium,
    unit: unit as Unit,
    decimals: Number(decimals),
    factor: { numerator: numerator ?? 1, denominator: denominator ?? 1 },
    start: parseDecimal(start) ?? { amount: 0, decimals: 0 },
  };
  expect(billingDecimals(scale)).toBe(Number(wantedDecimals));
  expect(decimalText(indexOfCount(scale, Number(count)))).toBe(wantedIndex);
});

/** The words for stty and the reading back of its report. */

import { expect, test } from "vitest";
import { charBitsOf } from "./link.ts";
import { sttyArguments, sttyDifferences } from "./stty.ts";

const line = { baud: 9600, parity: "even", stopBits: 1 } as const;
const report = `speed 9600 baud; rows 0; columns 0; line = 0; min = 1; time = 0;
parenb -parodd -cmspar cs8 -hupcl -cstopb cread clocal -crtscts
-ixon -ixoff -opost -isig -icanon -iexten -echo`;

test("parity and stop bits become words", () => {
  expect(sttyArguments(line)).toContain("parenb");
  expect(sttyArguments({ ...line, parity: "odd", stopBits: 2 })).toEqual(
    expect.arrayContaining(["9600", "parodd", "cstopb", "-hupcl"]),
  );
});

test("every format has its words and its length of a character", () => {
  const formats = (["none", "even", "odd"] as const).flatMap((parity) =>
    ([1, 2] as const).map((stopBits) => ({ baud: 9600, parity, stopBits })),
  );
  const words = formats.map((format) =>
    sttyArguments(format).filter((word) => /par|cstopb/.test(word)),
  );
  expect(words).toEqual([
    ["-cstopb", "-parenb"],
    ["cstopb", "-parenb"],
    ["-cstopb", "parenb", "-parodd"],
    ["cstopb", "parenb", "-parodd"],
    ["-cstopb", "parenb", "parodd"],
    ["cstopb", "parenb", "parodd"],
  ]);
  expect(formats.map(charBitsOf)).toEqual([10, 11, 11, 12, 11, 12]);
});

test("a line that is as wanted shows no difference", () => {
  expect(sttyDifferences(report, line, false)).toEqual([]);
});

test("a speed, a parity or a hang-up setting that was not taken is named", () => {
  const other = report.replace("9600", "9500").replace("parenb", "-parenb");
  expect(sttyDifferences(other.replace("-hupcl", "hupcl"), line, false)).toEqual([
    "9600 baud",
    "-hupcl",
    "parenb",
  ]);
});

test("only a pseudo-terminal may go without parity", () => {
  const bare = report.replace("parenb", "-parenb");
  expect(sttyDifferences(bare, line, true)).toEqual([]);
  expect(sttyDifferences(bare, line, false)).toEqual(["parenb"]);
});

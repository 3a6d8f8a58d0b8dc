import { dictionaries, languages } from "@mega/locale";
import { expect, test } from "vitest";
import { readPdf } from "../testing/read-pdf.ts";
import { cabinetPdf } from "./cabinet-pdf.ts";
import type { CabinetSheet, SheetChannel } from "./sheet.ts";
import { wrapped } from "./wrap.ts";

function channel(channelNo: number): SheetChannel {
  return {
    channelNo,
    address: `bus main, adresse ${channelNo}`,
    type: "Eastron SDM630",
    unit: "Wh+",
    name: `Appartement ${channelNo} Müller-Îles`,
    serialNumber: `2602${String(channelNo).padStart(4, "0")}`,
    ratio: channelNo % 5 === 0 ? "200/5" : "",
    figures: [`${9000 + channelNo},865 kWh`, `${channelNo},000 kWh`],
    lastSeen: "02/05/2026 18:03",
  };
}

function sheet(channels: number): CabinetSheet {
  return {
    location: "Résidence Les Tilleuls",
    model: "MEGA128",
    mac: "02:00:00:00:00:16",
    version: "0.1.0",
    revision: 12,
    madeAtMs: Date.UTC(2026, 4, 2, 16, 7),
    madeAt: "02/05/2026 18:07 (Europe/Brussels)",
    demo: false,
    network: ["eth0 · 192.168.0.20/24 (static) · GW 192.168.0.1"],
    url: "https://192.168.0.20:8080/",
    lines: [
      { name: "main", place: "RS485 /dev/ttyUSB0 9600 8N1", meters: 24, isRs485: true },
      { name: "peer", place: "Modbus TCP 10.0.0.4:502", meters: 1, isRs485: false },
    ],
    brokers: ["home · mqtt://ha.local:1883"],
    mail: [],
    channels: Array.from({ length: channels }, (_, at) => channel(at + 1)),
    restoreToken: null,
  };
}

const textOf = (pages: ReturnType<typeof readPdf>["pages"]) =>
  pages.map((lines) => lines.map((line) => line.join(" ")).join("\n")).join("\n");

test.each(languages)("every channel, line and box stands on the paper in %s", async (language) => {
  for (const [channels, atLeast] of [
    [24, 1],
    [128, 3],
  ] as const) {
    const { pages, info } = readPdf(await cabinetPdf(sheet(channels), language));
    const text = textOf(pages);
    const { cabinet, files, config } = dictionaries[language];
    expect(pages.length).toBeGreaterThanOrEqual(atLeast);
    expect(info).toMatch(/Page size: +595\.28 x 841\.89 pts \(A4\)/);
    for (let no = 1; no <= channels; no += 1) {
      expect(text).toMatch(new RegExp(`^CH${no} `, "m"));
      expect(text).toContain(`2602${String(no).padStart(4, "0")}`);
      expect(text).toContain(`${9000 + no},865 kWh`);
    }
    for (const words of [cabinet.termination, cabinet.noSecrets, cabinet.installer]) {
      expect(text).toContain(words);
    }
    for (const words of [cabinet.signName, cabinet.signDate, cabinet.signature, cabinet.none]) {
      expect(text).toContain(words);
    }
    expect(text).toContain("https://192.168.0.20:8080/");
    for (const [at, lines] of pages.entries()) {
      const page = lines.map((line) => line.join(" ")).join("\n");
      expect(page).toContain(files.page(String(at + 1), String(pages.length)));
      expect(page).toContain(`${cabinet.title} – Résidence Les Tilleuls`);
      // Wherever rows of the table stand, its head stands above them.
      if (/^CH\d/m.test(page)) expect(page.replace(/\s+/g, " ")).toContain(config.fields.name);
    }
  }
});

test("a gateway with nothing set up says so and still has its box", async () => {
  const { pages } = readPdf(
    await cabinetPdf({ ...sheet(0), network: [], lines: [], brokers: [], url: null }, "en"),
  );
  const text = textOf(pages);
  expect(text.match(/^none$/gm)).toHaveLength(4);
  expect(text).not.toContain("120 Ω");
  expect(text).toContain("Signature");
});

test("a text is broken between words, and a word longer than its column is cut", () => {
  const width = (text: string) => text.length;
  expect(wrapped("one two three", 7, width)).toEqual(["one two", "three"]);
  expect(wrapped("abcdefghij kl", 4, width)).toEqual(["abcd", "efgh", "ij", "kl"]);
  expect(wrapped("", 4, width)).toEqual([]);
});

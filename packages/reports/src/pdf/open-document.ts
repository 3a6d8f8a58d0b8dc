/**
 * The one file that opens the PDF library. It is loaded when the first document is asked for. The
 * fonts are embedded: a figure looks the same wherever it is opened, and no glyph is missing.
 */

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const faces = {
  regular: require.resolve(
    "@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf",
  ),
  bold: require.resolve("@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf"),
} as const;

/** What the document says about itself. */
export interface DocumentFacts {
  readonly title: string;
  readonly author: string;
  /** Language of the texts, "fr". */
  readonly language: string;
  /** Milliseconds since 1970 UTC. */
  readonly createdAtMs: number;
  /** A4 on its side when left out. */
  readonly layout?: "portrait" | "landscape";
}

/** An empty document without pages, with the faces "regular" and "bold". */
export async function openDocument(facts: DocumentFacts): Promise<PDFKit.PDFDocument> {
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    layout: facts.layout ?? "landscape",
    margin: 0,
    autoFirstPage: false,
    // None to begin with: the one that the library would load is never used.
    font: "",
    pdfVersion: "1.7",
    lang: facts.language,
    displayTitle: true,
    info: {
      Title: facts.title,
      Author: facts.author,
      Creator: facts.author,
      CreationDate: new Date(facts.createdAtMs),
    },
  });
  doc.registerFont("regular", faces.regular);
  doc.registerFont("bold", faces.bold);
  return doc;
}

/** Ends the document; its bytes. */
export async function closeDocument(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on("end", resolve);
    doc.on("error", reject);
  });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** What the columns of a pasted table may be called, in the four languages and on the leaflet. Pure. */

/** A column that can be pasted; the order is the editor's. */
export const pasteColumns = [
  "channel",
  "address",
  "profile",
  "unit",
  "name",
  "errorMail",
  "login",
  "address1",
  "address2",
  "bus",
  "mac",
  "deviceChannel",
  "token",
  "serialNumber",
] as const;
/** A column of a pasted table. */
export type PasteColumn = (typeof pasteColumns)[number];

const heads: Readonly<Record<PasteColumn, readonly string[]>> = {
  channel: ["ch", "canal", "kanaal", "kanal", "channel"],
  address: ["addr", "adr", "adresse", "adres", "address", "modbus"],
  profile: ["type", "typ", "profil", "profiel", "profile", "kind"],
  unit: ["unite", "unites", "eenheid", "einheit", "unit", "units"],
  name: ["nom", "naam", "name"],
  errorMail: ["alerte", "alarm", "melding", "meldung", "alert", "errormail", "fehlermail"],
  login: ["login"],
  address1: ["adresse1", "adres1", "address1", "adresszeile1", "addressline1"],
  address2: ["adresse2", "adres2", "address2", "adresszeile2", "addressline2"],
  bus: ["bus", "ligne", "lijn", "linie", "line"],
  mac: ["mac"],
  deviceChannel: ["chappareil", "canalappareil", "kanaaltoestel", "geratekanal", "devicechannel"],
  token: ["jeton", "token"],
  serialNumber: [
    "serie",
    "noserie",
    "nodeserie",
    "numerodeserie",
    "serienummer",
    "seriennummer",
    "serial",
    "serialnumber",
  ],
};

/** The column that a head names; undefined where it names none. */
export function columnNamed(head: string): PasteColumn | undefined {
  const word = head
    .normalize("NFKD")
    .toLowerCase()
    .replace(/n°/g, "no")
    .replace(/[^a-z0-9]/g, "");
  return pasteColumns.find((column) => heads[column].includes(word));
}

/** Cells of a table as a spreadsheet puts it on the clipboard: tabs, and quotes around odd cells. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  let row: string[] = [];
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) break;
    const [, quoted, plain = "", end] = found;
    row.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
    if (end === "\t") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  if (row.length > 0) rows.push([...row, ""]);
  return rows.filter((cells) => cells.some((cell) => cell !== ""));
}

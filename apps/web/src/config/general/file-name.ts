/** How files will begin that carry the building's name; the gateway makes the real ones. Pure. */

/** "Hollestraat 1" → "hollestraat-1_…". */
export function fileNameOf(location: string): string {
  const slug = location
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${slug === "" ? "mega" : slug}_….csv`;
}

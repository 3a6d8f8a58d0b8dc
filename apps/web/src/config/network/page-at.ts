/** A page of the gateway at another address, by the scheme and port of this one. */
export function pageAt(address: string, path: string): string {
  const { protocol, port } = location;
  return `${protocol}//${address}${port === "" ? "" : `:${port}`}${path}`;
}

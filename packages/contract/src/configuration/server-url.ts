/** Which addresses of a server are taken; pages check the same before anything is sent. */

const octet = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const port = "(:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?/?";
const name = "([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?";
const address = `${octet}(\\.${octet}){3}|\\[[0-9A-Fa-f:.]+\\]`;
/** Loopback, RFC 1918, link-local, unique local: what does not leave the building. */
const near = [
  "localhost",
  `127(\\.${octet}){3}`,
  `10(\\.${octet}){3}`,
  `192\\.168(\\.${octet}){2}`,
  `172\\.(1[6-9]|2\\d|3[01])(\\.${octet}){2}`,
  `169\\.254(\\.${octet}){2}`,
  "\\[::1\\]",
  "\\[[fF][cdCD][0-9A-Fa-f:]+\\]",
].join("|");

/** https:// anywhere; http:// only where nothing leaves the building. */
export const SERVER_URL_PATTERN = `^(https://(${name}|${address})|http://(${near}))${port}$`;
/** Characters of an address. */
export const SERVER_URL_LENGTH_MAX = 255;

/** This gateway's page, seen through its server. */
export const tunnel = {
  on: "Let this page be seen from the server",
  hint: "The building’s manager and installer can then open it at the portal, fifteen minutes each time. The password of this gateway is still asked for. This is set here only.",
  title: "This page is open from the server",
  who: (who: string, since: string, until: string) =>
    `${who}, since ${since}; until ${until} at the latest.`,
  close: "Close the access",
  closed: "The access from the server is closed.",
};

/** Frame of every page. */
export const shell = {
  skip: "Naar de inhoud",
  pages: "Pagina’s",
  counters: "Meterstanden",
  language: "Taal",
  themeAuto: "automatisch",
  themeLight: "licht",
  themeDark: "donker",
  themeButton: (theme: string) => `Thema: ${theme}. Wijzigen`,
  notices: "Meldingen",
  demoWord: "DEMO",
  demo: "DEMO: verzonnen cijfers, geen echte meter.",
  loopback: "Deze gateway antwoordt alleen aan deze machine.",
  close: "Sluiten",
  cancel: "Annuleren",
  retry: "Opnieuw proberen",
  loading: "Laden…",
  offline: (time: string) => `Geen verbinding met MEGA. Gegevens van ${time}.`,
  offlineEmpty: "Geen verbinding met MEGA.",
  back: "Verbinding hersteld, gegevens bijgewerkt.",
  failed: "De vraag is mislukt.",
  notFound: "Deze pagina bestaat niet.",
  notFoundBack: "Terug naar de meterstanden",
  clockUnsynchronised:
    "Klok niet gesynchroniseerd: aflezingen worden bewaard, maanden kunnen niet worden afgesloten.",
  clockHolding: "De klok heeft geen tijdbron meer en loopt op zichzelf verder.",
  clockRepair: "De klok wordt bijgesteld.",
  storageDamaged:
    "Het grootboek is beschadigd: er worden geen maanden meer afgesloten. Bewaar het toestel en vraag hulp.",
  storageFailing: (rounds: string) =>
    `De schijf neemt de aflezingen niet aan; wachtende rondes: ${rounds}. De pagina’s tonen wat is opgeslagen.`,
};

import type { tunnel as source } from "../fr/tunnel.ts";

export const tunnel: typeof source = {
  title: "Pagina van de gateway",
  lead: "De pagina van de gateway zelf, in een ander tabblad, hoogstens vijftien minuten. U meldt zich er aan met een toegang van de gateway.",
  open: "Toegang openen",
  asking: "De gateway wordt geroepen. Dat duurt hoogstens een minuut.",
  enter: "Naar de pagina",
  until: (time: string) => `Open tot ${time}.`,
  other: (name: string) => `${name} heeft de toegang geopend.`,
  close: "Toegang sluiten",
  closed: "De toegang is gesloten.",
  off: "Deze server opent de pagina van gateways niet.",
  blocked: "De browser opende geen tabblad. Sta het toe voor deze site.",
  ends: {
    unanswered: "De gateway antwoordde niet binnen de minuut.",
    refused:
      "De gateway weigerde: haar eigenaar staat deze toegang niet toe (Config, Server), of niemand nam haar al in bezit.",
    time: "De vijftien minuten zijn om.",
    idle: "De toegang is gesloten: er werd niets meer gevraagd.",
    portal: "De toegang is hier gesloten.",
    gateway: "De toegang is aan de gateway gesloten.",
    "switched-off": "De gateway staat deze toegang niet meer toe.",
    session: "De toegang eindigde met de sessie.",
    right: "Het recht op deze gateway is voorbij.",
    stopping: "De server of de gateway start opnieuw.",
    breach: "De verbinding was niet die van een gateway.",
    lost: "De verbinding met de gateway is verbroken.",
  },
};

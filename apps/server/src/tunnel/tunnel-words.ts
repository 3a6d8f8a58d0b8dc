/** What somebody is told who comes to a tunnel's name and is not let in: he may have no login to ask for his language. */

/** Languages of the product. */
type Language = "fr" | "nl" | "de" | "en";

interface TunnelWords {
  readonly title: string;
  readonly closed: string;
  readonly failed: string;
}

const words: Readonly<Record<Language, TunnelWords>> = {
  fr: {
    title: "Page du gateway",
    closed: "Cette page est fermée. Rouvrez-la depuis le portail.",
    failed: "Le gateway ne répond pas. Réessayez dans un instant.",
  },
  nl: {
    title: "Pagina van de gateway",
    closed: "Deze pagina is gesloten. Open ze opnieuw vanuit het portaal.",
    failed: "De gateway antwoordt niet. Probeer het zo dadelijk opnieuw.",
  },
  de: {
    title: "Seite des Gateways",
    closed: "Diese Seite ist geschlossen. Öffnen Sie sie im Portal erneut.",
    failed: "Das Gateway antwortet nicht. Versuchen Sie es gleich noch einmal.",
  },
  en: {
    title: "Page of the gateway",
    closed: "This page is closed. Open it again from the portal.",
    failed: "The gateway does not answer. Try again in a moment.",
  },
};

/** The first language of the header that there are words in; French, where none is. */
export function tunnelLanguage(accepted: string | undefined): Language {
  const asked = (accepted ?? "").toLowerCase().split(",");
  for (const one of asked) {
    const language = one.trim().slice(0, 2);
    if (language in words) return language as Language;
  }
  return "fr";
}

/** A small page that loads nothing. */
export function tunnelPage(language: Language, what: "closed" | "failed"): string {
  const { title, [what]: text } = words[language];
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
</html>
`;
}
